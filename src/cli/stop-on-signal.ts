import type { Logger } from 'pino';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Stops cleanly when the process is told to end; told a second time, ends at once.
 *
 * @param stop resolves when everything has stopped
 */
export function stopOnSignal(stop: () => Promise<void>, logger: Logger): void {
  let told = false;
  for (const signal of signals) {
    process.on(signal, () => {
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
    });
  }
}
