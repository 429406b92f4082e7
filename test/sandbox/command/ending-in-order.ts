// How a command that stays ends: at a signal, or at an error that nobody caught, it gives back what it holds, then the process exits.
import closeWithGrace from 'close-with-grace';

/** How soon it is noticed that npm's shell is gone. */
const SHELL_CHECK_MS = 500;

/**
 * @param timeoutMs how long `close` may take before the process exits anyway.
 * @returns how to take this back, for a command that ends by itself.
 */
export function endingInOrder(timeoutMs: number, close: () => Promise<void>): { uninstall(): void } {
  const options = {
    delay: timeoutMs,
    logger: null,
    // A Ctrl-C comes twice below npm, which passes on what the terminal told everybody.
    onSecondSignal: () => {},
  };
  const ending = closeWithGrace(options, async ({ err }) => {
    if (err) process.stderr.write(`${err.stack ?? err.message}\n`);
    await close();
  });
  const timer = watchShell(() => ending.close());
  return {
    uninstall() {
      clearInterval(timer);
      ending.uninstall();
    },
  };
}

/** npm runs scripts below a shell, and some shells die of npm's signal without passing it on: nobody would tell this process. */
function watchShell(end: () => void): NodeJS.Timeout | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    end();
  }, SHELL_CHECK_MS);
  return timer.unref();
}
