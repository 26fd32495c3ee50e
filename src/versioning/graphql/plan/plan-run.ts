import { EachInstant } from '../../read/instants/each-instant.js';
import type { Instant } from '../../read/instants/instant.js';
import type { Binding } from '../../read/statements/parameter.js';
import type { Instants } from '../../read/instants/statement-at.js';
import { ReadAhead } from './read-ahead.js';

/** Where a step of a plan keeps what it has read, for those that build on it: a place in each {@link PlanRun}. */
export class Slot<T> {
  /** @param initially what is there before anything is put */
  constructor(readonly initially: () => T) {}
}

/** One execution of a plan, or the part of it that is of one of many instants: what its steps read for each other. */
export class PlanRun {
  readonly #slots = new Map<Slot<unknown>, unknown>();
  readonly #parts: Map<string, PlanRun>;
  readonly #instant: Instant | null;
  readonly ahead: ReadAhead;

  /** @param of the whole, of which this is the part that is right after a change set; absent: it is the whole */
  constructor(
    readonly binding: Binding,
    of?: PlanRun,
    changeSet?: string,
  ) {
    this.ahead = of ? of.ahead : new ReadAhead();
    this.#parts = of ? of.#parts : new Map<string, PlanRun>();
    this.#instant = changeSet === undefined ? null : { changeSet };
  }

  /** What stands in a slot. */
  in<T>(slot: Slot<T>): T {
    if (!this.#slots.has(slot)) this.#slots.set(slot, slot.initially());
    return this.#slots.get(slot) as T;
  }

  put<T>(slot: Slot<T>, value: T): void {
    this.#slots.set(slot, value);
  }

  /** The part that is of one of many instants: once it has been asked for, steps of many take what they have read for it. */
  part(changeSet: string): PlanRun {
    let part = this.#parts.get(changeSet);
    if (!part) this.#parts.set(changeSet, (part = new PlanRun(this.binding, this, changeSet)));
    return part;
  }

  /** All parts, by change set. */
  get parts(): ReadonlyMap<string, PlanRun> {
    return this.#parts;
  }

  /** Where what has been read as of these instants stands. */
  partsOf(instants: Instants | null): readonly PlanRun[] {
    return instants instanceof EachInstant ? [...this.#parts.values()] : [this];
  }

  /** As of which a step reads in this run: where that is many, the one that this is about. */
  instantOf(instants: Instants | null): Instant | null {
    return instants instanceof EachInstant ? this.#instant : (this.binding.in(instants) as Instant | null);
  }
}
