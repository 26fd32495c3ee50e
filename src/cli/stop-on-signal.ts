import type { Logger } from 'pino';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const parentPollMs = 100;

/**
 * Stops cleanly when the process is told to end; told a second time, ends at once.
 *
 * @param stop resolves when everything has stopped
 * @param underNpm whether npm runs this process: its shell ends on SIGTERM without handing it on, so the end of the
 *   shell counts as being told
 */
export function stopOnSignal(stop: () => Promise<void>, logger: Logger, underNpm: boolean): void {
  let told = false;
  const end = (signal: string) => {
    if (told) {
      logger.warn({ signal }, 'told again to end; ending at once');
      process.exit(1);
    }
    told = true;
    logger.info({ signal }, 'finishing what is in flight');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of signals) {
    process.on(signal, end);
  }
  if (underNpm) {
    onParentGone(() => told || end('parent gone'));
  }
}

function onParentGone(act: () => void): void {
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(poll);
      act();
    }
  }, parentPollMs);
  poll.unref();
}
