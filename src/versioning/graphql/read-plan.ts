import type { RawBuilder } from 'kysely';
import type { ListQuestion } from '../read/keyset-list.js';
import { compiled, type CompiledStatement, type RawRow } from '../read/read-statement.js';
import { ReadAhead } from './read-ahead.js';

/** A statement of a plan, and what becomes of its rows. */
interface Step {
  readonly statement: CompiledStatement;
  /** Once, however many fields read by it: what is read counts once. */
  readonly decode: (rows: readonly RawRow[], ahead: ReadAhead) => unknown;
  readonly takes: ((decoded: never, ahead: ReadAhead) => void)[];
  readonly answers: Map<ListQuestion, readonly RawRow[]>;
}

/**
 * What an operation reads, as statements that are sent in one message: a lower level finds its parents by itself. Fields that
 * read by the same statement share it.
 */
export class ReadPlan {
  readonly #steps = new Map<string, Step>();
  readonly #known: ((ahead: ReadAhead) => void)[] = [];

  get statements(): readonly CompiledStatement[] {
    return [...this.#steps.values()].map(({ statement }) => statement);
  }

  /**
   * Adds a statement.
   *
   * @param take what it does may depend on what those before it have taken
   * @returns what else has been asked of the list that it reads, where it reads one
   */
  add<T>(
    statement: RawBuilder<RawRow>,
    decode: (rows: readonly RawRow[], ahead: ReadAhead) => T,
    take: (decoded: T, ahead: ReadAhead) => void,
  ): Step['answers'] {
    const sent = compiled(statement);
    const key = JSON.stringify(sent);
    let step = this.#steps.get(key);
    if (!step) this.#steps.set(key, (step = { statement: sent, decode, takes: [], answers: new Map() }));
    step.takes.push(take as never);
    return step.answers;
  }

  /** What is known without asking. */
  addKnown(keep: (ahead: ReadAhead) => void): void {
    this.#known.push(keep);
  }

  /** @param results the rows of each statement */
  take(results: readonly (readonly RawRow[])[]): ReadAhead {
    const ahead = new ReadAhead();
    for (const keep of this.#known) keep(ahead);
    for (const [n, { decode, takes }] of [...this.#steps.values()].entries()) {
      const decoded = decode(results[n]!, ahead) as never;
      for (const take of takes) take(decoded, ahead);
    }
    return ahead;
  }
}
