import { type FieldChange, sameJson } from './diff.js';
import type { UntypedState } from './state.js';

/** What describes a version and is not what it is about; that it was deleted is. */
const bookkeeping: ReadonlySet<string> = new Set([
  'id',
  'version',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'deleted_by',
  'deleted_in',
]);

/**
 * What a version changed whose entity is unknown here, by column.
 *
 * @param before null: against nothing
 */
export function untypedChanges(before: UntypedState | null, after: UntypedState): FieldChange[] {
  return after.changed.map((column) => change(plainName(column), before, after));
}

/**
 * What differs between two versions of a record whose entity is unknown here, by column.
 *
 * @param changed columns that changed in between, of which some are sensitive
 */
export function untypedDiff(before: UntypedState, after: UntypedState, changed: readonly string[]): FieldChange[] {
  const columns = new Set([before, after].flatMap(({ document }) => Object.keys(document)));
  const differing = [...columns].filter(
    (column) => !bookkeeping.has(column) && !sameJson(before.document[column] ?? null, after.document[column] ?? null),
  );
  const redacted = changed.filter((column) => !columns.has(plainName(column)));
  return [...differing.toSorted(), ...redacted.toSorted()].map((column) => change(plainName(column), before, after));
}

/** A column that has changed and is in neither state is sensitive: that it did is all that is kept. */
function change(field: string, before: UntypedState | null, after: UntypedState): FieldChange {
  const was = before?.document ?? {};
  const redacted = !Object.hasOwn(was, field) && !Object.hasOwn(after.document, field);
  return { field, before: was[field] ?? null, after: after.document[field] ?? null, redacted };
}

/** What the last shape had no longer is named with a dollar sign before it. */
function plainName(name: string): string {
  return name.replace(/^\$/, '');
}
