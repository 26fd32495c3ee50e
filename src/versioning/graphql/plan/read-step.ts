import type { RawBuilder } from 'kysely';
import { handedDown, handedRows, handingDown } from '../../read/handed-down.js';
import type { ListQuestion } from '../../read/keyset-list.js';
import type { RawRow } from '../../read/read-statement.js';
import { compiled, type CompiledStatement } from '../../session/compiled-statement.js';
import { type ReadAhead, Slot } from './read-ahead.js';

/** A statement of a plan, what becomes of its rows, and what of them the statements behind it need. */
export class ReadStep<T = unknown> {
  readonly #takes: ((decoded: T, ahead: ReadAhead) => void)[] = [];
  readonly #settings = new Map<string, string>();
  #sent: CompiledStatement | undefined;

  /** What else has been asked of the list that it reads, where it reads one. */
  readonly answers: Slot<Map<ListQuestion, readonly RawRow[]>> = new Slot(() => new Map());

  /**
   * @param place in its plan
   * @param decode asked once, however many fields read by it: what is read counts once
   * @param shown SQL: those of `handedRows` that fields are given
   */
  constructor(
    private readonly place: number,
    private readonly statement: RawBuilder<RawRow>,
    private readonly decode: (rows: readonly RawRow[], ahead: ReadAhead) => T,
    private readonly shown: RawBuilder<unknown> = handedRows,
  ) {}

  /** As it is sent, once all that reads below it has been planned. */
  get sent(): CompiledStatement {
    return (this.#sent ??= compiled(this.#handing()));
  }

  /** @param take what it does may depend on what the steps before it have taken */
  addTaker(take: (decoded: T, ahead: ReadAhead) => void): void {
    this.#takes.push(take);
  }

  take(rows: readonly RawRow[], ahead: ReadAhead): void {
    const decoded = this.decode(rows, ahead);
    for (const take of this.#takes) take(decoded, ahead);
  }

  /** SQL, for statements behind it: the values of a column of its rows, an array, in their order. */
  values(column: string, type = 'uuid'): RawBuilder<unknown> {
    const setting = this.#settings.get(column) ?? `palimpsest.values_${this.place}_${this.#settings.size}`;
    this.#settings.set(column, setting);
    return handedDown(setting, type);
  }

  #handing(): RawBuilder<RawRow> {
    if (this.#settings.size === 0) return this.statement;
    const columns = Array.from(this.#settings, ([column, setting]) => ({ column, setting }));
    return handingDown(this.statement, columns, this.shown);
  }
}
