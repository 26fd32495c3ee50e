import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from '../errors/domain-error.js';
import { jsonSize } from './json-size.js';

/**
 * What an item of a list counts as. Ten thousand objects with who, when and why are made in a quarter of a second, while all
 * else waits.
 */
const itemWork = 3200;

/**
 * How many bytes one operation may answer, read for its answer, and compare. Rows are counted as they
 * come from the database, before anything is made of them; what the answer holds is counted before it is written as
 * JSON, for one long text can stand in it many times. Each value and key of JSON counts as more than its bytes, since many
 * small values cost more than one long text. A value that is compared twice counts twice.
 */
export class AnswerBudget {
  #read = 0;
  #compared = 0;
  #listed = 0;
  #held = 0;
  #answered = 0;
  #exceeded: DomainError | undefined;

  /**
   * @param most bytes that are read, that are compared, and that are answered
   * @param end told what is thrown once it is exceeded: an operation that is too large does no more work
   */
  constructor(
    readonly most: number,
    private readonly end: (reason: DomainError) => void = () => undefined,
  ) {}

  /** @throws DomainError QUERY_TOO_COMPLEX where it was exceeded, whoever has been told */
  check(): void {
    if (this.#exceeded) throw this.#exceeded;
  }

  /**
   * Counts what the database sent, and what is parsed of it as more than its bytes.
   *
   * @throws DomainError QUERY_TOO_COMPLEX when that is more than the operation may read
   */
  read(bytes: number): void {
    this.#read += bytes;
    if (this.#read > this.most) this.#exceed('reads');
  }

  /**
   * Counts what is compared, before it is.
   *
   * @throws DomainError QUERY_TOO_COMPLEX when that is more than the operation may compare
   */
  compare(bytes: number): void {
    this.#compared += bytes;
    if (this.#compared > this.most) this.#exceed('compares');
  }

  /**
   * Counts items of a list whose length nothing else bounds, before they are made: what the answer holds is known only when
   * all of it has been made.
   *
   * @throws DomainError QUERY_TOO_COMPLEX when the answer could not hold so many
   */
  list(items: number): void {
    this.#listed += items * itemWork;
    if (this.#listed > this.most) this.#exceed('answers');
  }

  /**
   * Counts a part of the answer.
   *
   * @returns how many bytes the answer has so far
   * @throws DomainError QUERY_TOO_COMPLEX when that is more than an answer may have
   */
  hold(value: unknown): number {
    const { bytes, work } = jsonSize(value, this.most - this.#held);
    this.#held += work;
    this.#answered += bytes;
    if (this.#held > this.most) this.#exceed('answers');
    return this.#answered;
  }

  #exceed(does: 'reads' | 'compares' | 'answers'): never {
    this.#exceeded ??= new DomainError(
      'QUERY_TOO_COMPLEX',
      `The operation ${does} more than ${this.most} bytes; ask for fewer records or fields at once.`,
      { limit: 'bytes', allowed: this.most },
    );
    this.end(this.#exceeded);
    throw this.#exceeded;
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
 * Does work whose reading does not count, as a change reads what it takes along. What an error of it tells does count: a
 * conflict holds the values of both sides.
 */
export async function outsideAnswer<T>(work: () => Promise<T>): Promise<T> {
  const budget = current.getStore();
  try {
    return await current.run(undefined, work);
  } catch (error) {
    if (error instanceof DomainError) budget?.hold(error.details);
    throw error;
  }
}
