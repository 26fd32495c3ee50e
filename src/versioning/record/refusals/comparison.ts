import type { EntityMetadata } from '@mikro-orm/core';
import { fieldValue, sameValue } from '../../read/differences/diff.js';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import type { FieldValues } from '../../model/field-value.js';
import type { State } from '../../read/states/record-state.js';

/** A field that others changed. Of a sensitive one the values are null and `redacted` is true; else that is absent. */
export interface TheirChange {
  readonly field: string;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly redacted?: true;
}

/** A field that both sides changed, to different values. */
export interface FieldConflict extends TheirChange {
  readonly yours: unknown;
}

/** What a writer who comes too late must know to settle it. */
export interface Comparison {
  /** Whether the state he started from is still in history. Where it is not, nobody knows what others changed. */
  readonly baseKnown: boolean;
  /** All that others changed since. */
  readonly theirChanges: readonly TheirChange[];
  /** Where both sides want different things; without a base each wanted field whose present value differs. */
  readonly conflicts: readonly FieldConflict[];
}

/** The states of a three-way comparison. */
export interface Sides {
  /** The state at the expected version; null where history has it no longer, or never had. */
  readonly base: State | null;
  readonly theirs: State;
  /** The values wanted, by field name; undefined is not wanted. */
  readonly yours: FieldValues;
  /** Columns of sensitive fields that are known to have changed since. */
  readonly redacted: readonly string[];
}

/** Where nobody else changed anything. */
export const noDifference: Comparison = { baseKnown: true, theirChanges: [], conflicts: [] };

/** Where nobody can say what others changed. */
export const unknownDifference: Comparison = { ...noDifference, baseKnown: false };

/** The three-way comparison of a merge: what was there, what others made of it, what you wanted. */
export function compare(meta: EntityMetadata, sides: Sides): Comparison {
  const fields = modelOf(meta).shown;
  return {
    baseKnown: sides.base !== null,
    theirChanges: sides.base ? fields.flatMap((field) => theirChange(field, sides) ?? []) : [],
    conflicts: fields.flatMap((field) => fieldConflict(field, sides) ?? []),
  };
}

function theirChange(field: EntityField, { base, theirs, redacted }: Sides): TheirChange | undefined {
  const { name, column, sensitive } = field;
  if (sensitive) {
    return redacted.includes(column) ? { field: name, base: null, theirs: null, redacted: true } : undefined;
  }
  const [was, is] = [base && fieldValue(field, base), fieldValue(field, theirs)];
  return base && sameValue(field, was, is) ? undefined : { field: name, base: was, theirs: is };
}

function fieldConflict(field: EntityField, sides: Sides): FieldConflict | undefined {
  const wanted = sides.yours[field.name];
  if (wanted === undefined) return undefined;
  // What is kept from everybody cannot be compared: without a base it may have changed.
  const unseen = field.sensitive && !sides.base ? { ...sides, redacted: [field.column] } : sides;
  const change = theirChange(field, unseen);
  if (!change) return undefined;
  if (field.sensitive) return { ...change, yours: null };
  const yours = field.kind === 'links' ? sorted(wanted) : wanted;
  if (sameValue(field, change.theirs, yours)) return undefined;
  return sides.base && sameValue(field, change.base, yours) ? undefined : { ...change, yours };
}

/** As a state holds links; null clears them. */
function sorted(ids: unknown): string[] {
  return [...new Set((ids ?? []) as string[])].toSorted();
}
