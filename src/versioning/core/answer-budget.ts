import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from './errors.js';
import { jsonSize } from './json-size.js';

/**
 * How many bytes one operation may answer, and read for its answer. Rows are counted as they come from the database,
 * before anything is made of them; what the answer holds is counted before it is written as JSON, for one long text can
 * stand in it many times.
 */
export class AnswerBudget {
  #read = 0;
  #held = 0;
  readonly #end = new AbortController();

  /** @param most bytes that are read, and bytes that are answered */
  constructor(readonly most: number) {}

  /** Aborted once it is exceeded, with what was thrown: an operation that is too large does no more work. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /**
   * Counts what the database sent.
   *
   * @throws DomainError QUERY_TOO_COMPLEX when that is more than the operation may read
   */
  read(bytes: number): void {
    this.#read += bytes;
    if (this.#read > this.most) this.#exceed('reads');
  }

  /**
   * Counts a part of the answer.
   *
   * @returns how many bytes the answer has so far
   * @throws DomainError QUERY_TOO_COMPLEX when that is more than an answer may have
   */
  hold(value: unknown): number {
    this.#held += jsonSize(value, this.most - this.#held);
    if (this.#held > this.most) this.#exceed('answers');
    return this.#held;
  }

  #exceed(does: 'reads' | 'answers'): never {
    this.#end.abort(
      new DomainError(
        'QUERY_TOO_COMPLEX',
        `The operation ${does} more than ${this.most} bytes; ask for fewer records or fields at once.`,
        { limit: 'bytes', allowed: this.most },
      ),
    );
    throw this.signal.reason;
  }
}

const current = new AsyncLocalStorage<AnswerBudget | undefined>();

/** The budget of the operation that is being answered; undefined where none is. */
export function currentAnswerBudget(): AnswerBudget | undefined {
  return current.getStore();
}

/** Does work whose reading belongs to an answer. */
export function withinAnswer<T>(budget: AnswerBudget, work: () => T): T {
  return current.run(budget, work);
}

/**
 * Does work whose reading is no part of the answer, as a change reads what it takes along. What a failure of it tells is:
 * a conflict holds the values of both sides.
 */
export async function besideAnswer<T>(work: () => Promise<T>): Promise<T> {
  const budget = current.getStore();
  try {
    return await current.run(undefined, work);
  } catch (error) {
    if (error instanceof DomainError) budget?.hold(error.details);
    throw error;
  }
}
