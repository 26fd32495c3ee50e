import type { FormerField } from '../../../../src/versioning/index.js';
import { type Bring, both } from '../past-state.js';
import { inputOf, type RandomField, type RandomFields } from './random-field.js';

/** What one migration does to the entity. */
export interface RandomChange {
  readonly fields: RandomFields;
  readonly bring: Bring;
  /** Properties that nothing else in the same migration may work on. */
  readonly touched: readonly string[];
  /** What properties say of themselves. */
  readonly was?: Readonly<Record<string, FormerField>>;
  /** Properties whose values stay in history alone. */
  readonly drops?: readonly string[];
  /** The names that values of dropped fields are told by. */
  readonly gone?: readonly string[];
  /** Whether the entity has another name from then on. */
  readonly renames?: true;
  /** Why no migration is written. */
  readonly refused?: RegExp;
}

/** What a change may be made of. */
export interface Chance {
  readonly fields: RandomFields;
  /** Properties that it may work on. */
  readonly free: readonly string[];
  /** Names that properties had before. */
  readonly former: readonly string[];
  /** The names that values of dropped fields are told by. */
  readonly gone: readonly string[];
  /** Any number. */
  readonly pick: number;
  /** A name that nothing has had. */
  readonly fresh: string;
  /** The tag of a name, as the tags are called now. */
  readonly tagOf: (name: unknown) => string | null;
}

/** Undefined where there is nothing that it could be made of. */
export type MakeChange = (chance: Chance) => RandomChange | undefined;

export function without(fields: RandomFields, ...names: readonly string[]): RandomFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** One of those that it may be done to. */
export function pickField(
  { fields, free, pick }: Chance,
  suits: (field: RandomField) => boolean = () => true,
): readonly [string, RandomField] | undefined {
  const suitable = free.filter((name) => suits(fields[name]!));
  const name = suitable[pick % suitable.length];
  return name === undefined ? undefined : [name, fields[name]!];
}

export function pickOf<T>(values: readonly T[], pick: number): T {
  return values[pick % values.length]!;
}

/** The name of a property's column. */
export function columnOf(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name by which the values of a field are told once it is gone, with a number where another has gone by it. */
export function nameWhenGone(name: string, field: RandomField, gone: readonly string[]): string {
  const own = inputOf(name, field);
  const isFree = (as: string) => !gone.includes(as);
  if (isFree(own)) return own;
  for (let number = 2; ; number += 1) if (isFree(`${own}${number}`)) return `${own}${number}`;
}

/** Two changes of one migration. */
export function together(one: RandomChange, other: RandomChange): RandomChange {
  const refused = one.refused ?? other.refused;
  return {
    fields: other.fields,
    bring: both(one.bring, other.bring),
    touched: [...one.touched, ...other.touched],
    was: { ...one.was, ...other.was },
    drops: [...(one.drops ?? []), ...(other.drops ?? [])],
    gone: [...(one.gone ?? []), ...(other.gone ?? [])],
    ...((one.renames ?? other.renames) && { renames: true }),
    ...(refused && { refused }),
  };
}
