import type { EntityClass } from '@mikro-orm/core';
import type { FieldKind } from './field-kind.js';
import type { Bring } from './past-state.js';

/** The entities that it can belong to. */
export interface Others {
  customer: EntityClass<object>;
  partner: EntityClass<object>;
}

/** An entity at one time, and how it became this from what it was before. */
export interface Stage {
  /** What has changed, as `migrate create` is asked for it. */
  readonly change: string;
  readonly name: string;
  /** By property. */
  readonly fields: (others: Others) => Readonly<Record<string, FieldKind>>;
  /** Decorators of properties that say what they were: `@Was(...)`. */
  readonly was?: Readonly<Record<string, PropertyDecorator>>;
  readonly wasNamed?: ClassDecorator;
  /** What becomes of what goes, as `--drop` takes it. */
  readonly drops?: readonly string[];
  /** Values of a row that would have no place. */
  readonly tooMuch?: Readonly<Record<string, unknown>>;
  /** Which entity deletes it along. */
  readonly owner: 'Customer' | 'Partner';
  readonly bring: Bring;
}

/** An entity and those that it can belong to, as classes, with what its fields are. */
export interface Made {
  readonly entities: EntityClass<object>[];
  readonly fields: Readonly<Record<string, FieldKind>>;
}
