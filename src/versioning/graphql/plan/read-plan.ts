import { type Binding, Parameter } from '../../read/statements/parameter.js';
import type { RawRow } from '../../read/statements/read-statement.js';
import { compiled, type CompiledStatement } from '../../session/compiled-statement.js';
import { PlanRun } from './plan-run.js';
import type { ReadAhead } from './read-ahead.js';
import { type Reading, ReadStep } from './read-step.js';

/** Where steps are added. */
export interface PlanSteps {
  /**
   * Adds a statement.
   *
   * @param take what it does may depend on what those before it have taken
   */
  add<T>(reading: Reading<T>, take: (decoded: T, run: PlanRun) => void): ReadStep<T>;
}

/**
 * What an operation reads, as statements that are sent in one message: each hands down to those behind it what they need of
 * its rows. Fields that read by the same statement share it. It is the same for all executions whose variables have the same
 * shape; what is of one of them stands in its {@link PlanRun}.
 */
export class ReadPlan implements PlanSteps {
  readonly #steps = new Map<string, ReadStep>();
  readonly #known: ((run: PlanRun) => void)[] = [];

  /** In characters, of its statements with their values. */
  get size(): number {
    return [...this.#steps.keys()].reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * What is sent in an execution.
   *
   * @throws OtherShape, and what values fail with that do not fit
   */
  statements(binding: Binding): CompiledStatement[] {
    return this.#askedIn(binding).map(({ sent: { text, values } }) => ({
      text,
      values: values.map((value) => (value instanceof Parameter || Array.isArray(value) ? binding.in(value) : value)),
    }));
  }

  add<T>(reading: Reading<T>, take: (decoded: T, run: PlanRun) => void): ReadStep<T> {
    const key = JSON.stringify(compiled(reading.statement));
    const known = this.#steps.get(key) as ReadStep<T> | undefined;
    const step = known ?? new ReadStep(this.#steps.size, reading);
    if (!known) this.#steps.set(key, step as ReadStep);
    step.addTaker(take, reading.isAsked);
    return step;
  }

  /** What is known without asking. */
  addKnown(keep: (run: PlanRun) => void): void {
    this.#known.push(keep);
  }

  /** @param results the rows of each statement that was sent */
  take(results: readonly (readonly RawRow[])[], binding: Binding): ReadAhead {
    const run = new PlanRun(binding);
    for (const keep of this.#known) keep(run);
    for (const [n, step] of this.#askedIn(binding).entries()) step.take(results[n]!, run);
    return run.ahead;
  }

  #askedIn(binding: Binding): ReadStep[] {
    return [...this.#steps.values()].filter((step) => step.isAskedIn(binding));
  }
}

/** The same plan, for steps that are needed where something holds of an execution. */
export function stepsWhere(plan: PlanSteps, isAsked: (binding: Binding) => boolean): PlanSteps {
  return { add: (reading, take) => plan.add({ ...reading, isAsked }, take) };
}
