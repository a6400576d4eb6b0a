const lookEveryMs = 500;

/**
 * From now on the end of the npm that started us counts as a request to stop. A shell stands between npm and us, and
 * one that dies of a signal, or npm when it is killed, would otherwise leave us running with nobody to stop us.
 */
export function followNpm() {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  timer.unref();
}
