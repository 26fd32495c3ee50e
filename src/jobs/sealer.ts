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
 * commit waits no longer.
 */
const betweenWholeRoundsMs = 60_000;
/** Few enough that a round is over in a moment. */
const mostInRound = 1000;
/** So few that a round asks about one organization alone. */
const fewestInRound = 1;
/** What is not summed up yet is searched one by one, so there is no hurry. */
const betweenSumsMs = 10_000;
const mostSums = 50;

/**
 * Gives change sets their durable place in the order of commit, about every second, on one of all instances: the one that holds
 * the lock for as long as it lives. It is no job of a schedule, for each round of those connects anew and is recorded.
 */
export class Sealer {
  readonly #context: JobContext;
  readonly #stopping = new AbortController();
  #working: Promise<void> = Promise.resolve();
  /** After a round that failed few, in one organization or another: so what holds up one does not hold up all. */
  #most = mostInRound;
  /** What could not be done, by what was to be. */
  readonly #failures = new Map<string, string>();

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
    let [wholeAt, sumsAt] = [0, 0];
    while (!ending.aborted) {
      const isWhole = performance.now() >= wholeAt;
      if (isWhole) wholeAt = performance.now() + betweenWholeRoundsMs;
      const isBehind = await this.#round(isWhole);
      // Apart from the sealing, which does not wait for it, and of which nothing is taken back when it fails.
      if (performance.now() >= sumsAt) sumsAt = performance.now() + ((await this.#sumUp()) ? 0 : betweenSumsMs);
      if (!isBehind) await pause(betweenRoundsMs, ending);
    }
  }

  /**
   * @param isWhole whether everybody is asked
   * @returns whether there is more to be sealed
   */
  async #round(isWhole: boolean): Promise<boolean> {
    const isBehind = await this.#attempt(
      'sealed',
      'select is_behind as answer from palimpsest.seal_change_sets(?, ?)',
      [this.#most, isWhole],
    );
    this.#most = isBehind === undefined ? fewestInRound : Math.min(this.#most * 2, mostInRound);
    return isBehind ?? false;
  }

  /** @returns whether there is more to be summed up */
  async #sumUp(): Promise<boolean> {
    return (await this.#attempt('summed up', 'select palimpsest.sum_up_everybody(?) as answer', [mostSums])) ?? false;
  }

  /** @returns undefined where it fails, which is no reason to end the next */
  async #attempt(what: string, statement: string, values: unknown[]): Promise<boolean | undefined> {
    try {
      const [round] = await this.#context.orm.em.getConnection().execute<[{ answer: boolean }]>(statement, values);
      if (this.#failures.delete(what)) this.#context.logger.info(`Change sets are ${what} again.`);
      return round.answer;
    } catch (error) {
      this.#tell(error, what);
      return undefined;
    }
  }

  /** Once for each reason, not each second. */
  #tell(error: unknown, what = 'sealed'): void {
    const failure = publicFailure(error);
    if (this.#stopping.signal.aborted || failure === this.#failures.get(what)) return;
    this.#failures.set(what, failure);
    this.#context.logger.error({ err: error }, `Change sets could not be ${what}.`);
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
