import type { CallOptions } from './client-options.js';
import { PalimpsestError } from './palimpsest-error.js';

const defaultTimeoutMs = 60_000;

/** What timers can count to, 24 days: beyond it they fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** When a call ends without an answer: at the caller's signal or after a time. */
export class Deadline {
  readonly signal: AbortSignal | undefined;
  readonly #caller: AbortSignal | undefined;
  readonly #timeout: AbortSignal | undefined;
  readonly #timeoutMs: number;

  /** @throws RangeError for a timeout that is no time */
  constructor({ signal, timeoutMs = defaultTimeoutMs }: CallOptions) {
    if (!(timeoutMs > 0)) throw new RangeError(`timeoutMs must be above 0, not ${timeoutMs}.`);
    this.#timeoutMs = Math.min(Math.ceil(timeoutMs), longestTimeoutMs);
    this.#caller = signal;
    this.#timeout = Number.isFinite(timeoutMs) ? AbortSignal.timeout(this.#timeoutMs) : undefined;
    const signals = [signal, this.#timeout].filter((one) => one !== undefined);
    this.signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  }

  /** Waits for work, but no longer than until the deadline. */
  async until<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    if (!signal) return work;
    let stop: (() => void) | undefined;
    const ended = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason as Error);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop);
    });
    try {
      return await Promise.race([work, ended]);
    } finally {
      signal.removeEventListener('abort', stop!);
    }
  }

  /** What a caller is told of a failed call: the signal's reason, a timeout, or a broken connection. */
  describe(error: unknown): unknown {
    if (this.#caller?.aborted && this.signal?.reason === this.#caller.reason) return this.#caller.reason;
    if (this.#timeout?.aborted) {
      return new PalimpsestError('REQUEST_TIMEOUT', `There was no answer within ${this.#timeoutMs} ms.`, {
        cause: error,
      });
    }
    return new PalimpsestError('NETWORK_ERROR', `The server could not be reached: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** Node's fetch says only "fetch failed"; what failed is its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as { code?: unknown };
  return cause.message || String(code ?? cause.name);
}
