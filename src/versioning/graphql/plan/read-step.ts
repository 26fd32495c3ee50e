import { type RawBuilder, sql } from 'kysely';
import { EachInstant } from '../../read/instants/each-instant.js';
import { handedDown, type HandedDown, handedRows, handingDown } from '../../read/statements/handed-down.js';
import type { ListQuestion } from '../../read/lists/keyset-list.js';
import type { Binding } from '../../read/statements/parameter.js';
import type { RawRow, ReadStatement } from '../../read/statements/read-statement.js';
import type { Instants } from '../../read/instants/statement-at.js';
import { compiled, type CompiledStatement } from '../../session/compiled-statement.js';
import { type PlanRun, Slot } from './plan-run.js';

/** What a step reads, and what becomes of it. */
export interface Reading<T> {
  readonly statement: RawBuilder<RawRow>;
  /** As of which it reads. Where that is many, it is decoded and taken for each of them by itself. */
  readonly instants: Instants | null;
  /** Asked once, however many fields read by it: what is read counts once. */
  readonly decode: (rows: readonly RawRow[], run: PlanRun) => T;
  /** SQL: those of `handedRows` that fields are given; absent: all. */
  readonly shown?: RawBuilder<unknown>;
  /** Whether an execution needs it, and with it all that reads below; absent: each does. */
  readonly isAsked?: ((binding: Binding) => boolean) | undefined;
}

/** What a step reads by a statement whose rows are made into what it says. */
export function reading<T>({ statement, decode }: ReadStatement<T>, instants: Instants | null): Reading<T> {
  return { statement, instants, decode: (rows, { binding }) => decode(rows, binding) };
}

/** A statement of a plan, what becomes of its rows, and what of them the statements behind it need. */
export class ReadStep<T = unknown> {
  readonly #takes: ((decoded: T, run: PlanRun) => void)[] = [];
  readonly #isAsked: ((binding: Binding) => boolean)[] = [];
  readonly #handedDown = new Map<string, HandedDown>();
  #sent: CompiledStatement | undefined;

  /** What else has been asked of the list that it reads, where it reads one. */
  readonly answers: Slot<Map<ListQuestion, readonly RawRow[]>> = new Slot(() => new Map());

  /** @param place in its plan */
  constructor(
    private readonly place: number,
    private readonly reading: Reading<T>,
  ) {}

  /** As it is sent, once all that reads below it has been planned. */
  get sent(): CompiledStatement {
    return (this.#sent ??= compiled(this.#handing()));
  }

  isAskedIn(binding: Binding): boolean {
    return this.#isAsked.some((isAsked) => isAsked(binding));
  }

  /**
   * Adds somebody who reads by it.
   *
   * @param take what it does may depend on what the steps before it have taken
   * @param isAsked in which executions; absent: in each
   */
  addTaker(take: (decoded: T, run: PlanRun) => void, isAsked: Reading<T>['isAsked'] = () => true): void {
    this.#takes.push(take);
    this.#isAsked.push(isAsked);
  }

  take(rows: readonly RawRow[], run: PlanRun): void {
    if (!(this.reading.instants instanceof EachInstant)) return this.#takeIn(run, rows);
    const split = EachInstant.split(rows);
    for (const [changeSet, part] of run.parts) this.#takeIn(part, split.get(changeSet) ?? []);
  }

  /** SQL, for statements behind it: the values of a column of its rows, an array, in their order. */
  values(column: string, type = 'uuid'): RawBuilder<unknown> {
    return handedDown(this.#settingOf(column, false), type);
  }

  /** SQL, for statements behind it: the ids in a column of its rows, each once. */
  ids(column: string): RawBuilder<unknown> {
    return handedDown(this.#settingOf(column, true), 'uuid');
  }

  /** SQL, for statements behind it: ids that are told from its rows, `s`, each once. @param name tells values apart */
  computed(name: string, value: RawBuilder<unknown>): RawBuilder<unknown> {
    return handedDown(this.#settingOf(`computed ${name}`, true, value), 'uuid');
  }

  #settingOf(name: string, isSet: boolean, value: RawBuilder<unknown> = sql`s.${sql.id(name)}`): string {
    const known = this.#handedDown.get(`${name} ${isSet}`);
    if (known) return known.setting;
    const setting = `palimpsest.values_${this.place}_${this.#handedDown.size}`;
    this.#handedDown.set(`${name} ${isSet}`, { value, setting, isSet });
    return setting;
  }

  #takeIn(run: PlanRun, rows: readonly RawRow[]): void {
    const decoded = this.reading.decode(rows, run);
    for (const take of this.#takes) take(decoded, run);
  }

  #handing(): RawBuilder<RawRow> {
    const { statement, shown = handedRows } = this.reading;
    return this.#handedDown.size === 0 ? statement : handingDown(statement, [...this.#handedDown.values()], shown);
  }
}
