import type { RawBuilder } from 'kysely';
import { type Binding, Parameter } from '../../read/parameter.js';
import type { RawRow } from '../../read/read-statement.js';
import { compiled, type CompiledStatement } from '../../session/compiled-statement.js';
import { ReadAhead } from './read-ahead.js';
import { ReadStep } from './read-step.js';

/**
 * What an operation reads, as statements that are sent in one message: each hands down to those behind it what they need of
 * its rows. Fields that read by the same statement share it. It is the same for all executions whose variables have the same
 * shape; what is of one of them stands in its {@link ReadAhead}.
 */
export class ReadPlan {
  readonly #steps = new Map<string, ReadStep>();
  readonly #known: ((ahead: ReadAhead) => void)[] = [];

  /**
   * What is sent in an execution.
   *
   * @throws OtherShape, and what values fail with that do not fit
   */
  statements(binding: Binding): CompiledStatement[] {
    return Array.from(this.#steps.values(), ({ sent: { text, values } }) => ({
      text,
      values: values.map((value) => (value instanceof Parameter ? binding.of(value) : value)),
    }));
  }

  /**
   * Adds a statement.
   *
   * @param take what it does may depend on what those before it have taken
   * @param shown as {@link ReadStep} has it
   */
  add<T>(
    statement: RawBuilder<RawRow>,
    decode: (rows: readonly RawRow[], ahead: ReadAhead) => T,
    take: (decoded: T, ahead: ReadAhead) => void,
    shown?: RawBuilder<unknown>,
  ): ReadStep<T> {
    const key = JSON.stringify(compiled(statement));
    const known = this.#steps.get(key) as ReadStep<T> | undefined;
    const step = known ?? new ReadStep(this.#steps.size, statement, decode, shown);
    if (!known) this.#steps.set(key, step as ReadStep);
    step.addTaker(take);
    return step;
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
    for (const step of this.#steps.values()) step.take(results[n++]!, ahead);
    return ahead;
  }
}
