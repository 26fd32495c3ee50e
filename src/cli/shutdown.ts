import type { Logger } from 'pino';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const parentPollMs = 100;

/** Whoever stops a process kills it after some ten seconds. */
const longestMs = 9500;

/** Ctrl-C reaches the process twice at once, by the terminal and handed on by npm. */
const echoMs = 500;

/** The process has been told to end. */
export class ToldToEnd extends Error {
  override readonly name = 'ToldToEnd';
}

export interface StopOptions {
  /** Resolves when everything has stopped. */
  readonly stop: () => Promise<void>;
  readonly logger: Logger;
  /**
   * Whether npm runs this process. npm, or a shell between, may be killed without handing that on, so its end counts as
   * being told.
   */
  readonly underNpm: boolean;
}

/**
 * Ends the process cleanly when it is told to; told a second time, or where that takes too long, at once. Made before
 * anything else: until it is said how to stop, there is nothing to be stopped.
 */
export class Shutdown {
  readonly #told = new AbortController();
  #options: StopOptions | undefined;
  #toldAt = 0;

  constructor() {
    for (const signal of signals) {
      process.on(signal, () => this.#end(signal));
    }
  }

  /** Aborted as soon as the process is told to end. */
  get signal(): AbortSignal {
    return this.#told.signal;
  }

  /** Says how to stop, from now on. */
  stopBy(options: StopOptions): void {
    this.#options = options;
    if (options.underNpm) {
      onParentGone(() => this.signal.aborted || this.#end('parent gone'));
    }
  }

  #end(signal: string): void {
    if (!this.#options) {
      process.exit(0);
    }
    const { stop, logger } = this.#options;
    if (this.signal.aborted) {
      if (performance.now() - this.#toldAt < echoMs) return;
      logger.warn({ signal }, 'told again to end; ending at once');
      process.exit(1);
    }
    logger.info({ signal }, 'finishing what is in flight');
    setTimeout(() => {
      logger.error('could not stop in time; ending at once');
      process.exit(1);
    }, longestMs);
    this.#toldAt = performance.now();
    this.#told.abort(new ToldToEnd());
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
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
