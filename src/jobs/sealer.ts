import { withJobLock } from '../database/client/job-lock.js';
import { withBounds } from '../versioning/index.js';
import { publicFailure } from './public-failure.js';
import type { JobContext } from './run-round.js';

/** So long after a change has been committed, at the most, its place is kept, where nothing fails. */
const betweenRoundsMs = 1000;
/** How long an instance may be gone before another takes over. */
const betweenAttemptsMs = 5000;
/**
 * A round asks those alone who have changed something since the one before; so often everybody: what came otherwise than by a
 * commit, or is to be summed up anew, waits no longer.
 */
const betweenWholeRoundsMs = 60_000;
/** Few enough that a round is over in a moment. */
const mostInRound = 1000;

/**
 * Gives change sets their durable place in the order of commit, about every second, on one of all instances: the one that holds
 * the lock for as long as it lives. It is no job of a schedule, for each round of those connects anew and is recorded.
 */
export class Sealer {
  readonly #context: JobContext;
  readonly #stopping = new AbortController();
  #working: Promise<void> = Promise.resolve();
  #failure: string | undefined;

  constructor(context: JobContext) {
    this.#context = context;
  }

  start(): void {
    const { cut } = this.#context;
    this.#working = withBounds({ ...(cut && { signal: cut }) }, () => this.#work());
  }

  /** Begins no more rounds, and waits for the one that is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { url } = this.#context;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await withJobLock(url, 'sealing', (lost) => this.#rounds(AbortSignal.any([signal, lost])));
      } catch (error) {
        this.#tell(error);
      }
      await pause(betweenAttemptsMs, signal);
    }
  }

  async #rounds(ending: AbortSignal): Promise<void> {
    let wholeAt = 0;
    while (!ending.aborted) {
      const isWhole = performance.now() >= wholeAt;
      if (isWhole) wholeAt = performance.now() + betweenWholeRoundsMs;
      const isBehind = await this.#round(isWhole);
      if (!isBehind) await pause(betweenRoundsMs, ending);
    }
  }

  /**
   * @param isWhole whether everybody is asked
   * @returns whether there is more to be sealed; one that fails is no reason to end the next
   */
  async #round(isWhole: boolean): Promise<boolean> {
    try {
      const [round] = await this.#context.orm.em
        .getConnection()
        .execute<[{ isBehind: boolean }]>('select is_behind as "isBehind" from palimpsest.seal_change_sets(?, ?)', [
          mostInRound,
          isWhole,
        ]);
      if (this.#failure !== undefined) this.#context.logger.info('Change sets are sealed again.');
      this.#failure = undefined;
      return round.isBehind;
    } catch (error) {
      this.#tell(error);
      return false;
    }
  }

  /** Once for each reason, not each second. */
  #tell(error: unknown): void {
    const failure = publicFailure(error);
    if (this.#stopping.signal.aborted || failure === this.#failure) return;
    this.#failure = failure;
    this.#context.logger.error({ err: error }, 'Change sets could not be sealed.');
  }
}

/** Waits for so long, or until the signal is given. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms).unref();
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}
