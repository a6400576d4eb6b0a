/** Waits a minute for something to hold; then what is said otherwise is the error. */
export async function eventually(holds: () => boolean | Promise<boolean>, otherwise: () => string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(otherwise());
    await new Promise((settle) => setTimeout(settle, 25));
  }
}
