/** Milliseconds of processor time that something takes: unlike the clock, it does not count what other programs do meanwhile. */
export function cpuMsOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
