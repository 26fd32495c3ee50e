import type { RawBuilder } from 'kysely';
import type { ListQuestion } from '../../read/keyset-list.js';
import { type Binding, Parameter } from '../../read/parameter.js';
import type { RawRow } from '../../read/read-statement.js';
import { compiled, type CompiledStatement } from '../../session/compiled-statement.js';
import { ReadAhead, Slot } from './read-ahead.js';

/** A statement of a plan, and what becomes of its rows. */
interface Step {
  readonly statement: CompiledStatement;
  /** Once, however many fields read by it: what is read counts once. */
  readonly decode: (rows: readonly RawRow[], ahead: ReadAhead) => unknown;
  readonly takes: ((decoded: never, ahead: ReadAhead) => void)[];
  readonly answers: Slot<Map<ListQuestion, readonly RawRow[]>>;
}

/**
 * What an operation reads, as statements that are sent in one message: a lower level finds its parents by itself. Fields that
 * read by the same statement share it. It is the same for all executions whose variables have the same shape; what is of one
 * of them stands in its {@link ReadAhead}.
 */
export class ReadPlan {
  readonly #steps = new Map<string, Step>();
  readonly #known: ((ahead: ReadAhead) => void)[] = [];

  /**
   * What is sent in an execution.
   *
   * @throws OtherShape, and what values fail with that do not fit
   */
  statements(binding: Binding): CompiledStatement[] {
    return Array.from(this.#steps.values(), ({ statement: { text, values } }) => ({
      text,
      values: values.map((value) => (value instanceof Parameter ? binding.of(value) : value)),
    }));
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
    if (!step)
      this.#steps.set(key, (step = { statement: sent, decode, takes: [], answers: new Slot(() => new Map()) }));
    step.takes.push(take as never);
    return step.answers;
  }

  /** What is known without asking. */
  addKnown(keep: (ahead: ReadAhead) => void): void {
    this.#known.push(keep);
  }

  /** @param results the rows of each statement */
  take(results: readonly (readonly RawRow[])[], binding: Binding): ReadAhead {
    const ahead = new ReadAhead(binding);
    for (const keep of this.#known) keep(ahead);
    let n = 0;
    for (const { decode, takes } of this.#steps.values()) {
      const decoded = decode(results[n++]!, ahead) as never;
      for (const take of takes) take(decoded, ahead);
    }
    return ahead;
  }
}
