import { droppedChanges, droppedName } from './dropped-changes.js';
import type { FieldChange } from './field-change.js';
import { sameJson } from './same-json.js';
import type { UntypedState } from './state.js';

/** What describes a version and is not what it is about; that it was deleted is. */
export const bookkeepingColumns: ReadonlySet<string> = new Set([
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
  const present = new Set(Object.keys(after.columns));
  return after.changed.map((name) => {
    const dropped = droppedIn(name);
    return dropped === undefined
      ? change(name, name, before?.columns ?? {}, after.columns)
      : change(droppedName(present, dropped), dropped, before?.dropped ?? {}, after.dropped);
  });
}

/**
 * What differs between two versions of a record whose entity is unknown here: columns, what was dropped, what is sensitive.
 *
 * @param changed columns that changed in between, of which some are sensitive
 */
export function untypedDiff(before: UntypedState, after: UntypedState, changed: readonly string[]): FieldChange[] {
  const present = new Set([before, after].flatMap(({ columns }) => Object.keys(columns)));
  const differing = [...present].filter(
    (name) => !bookkeepingColumns.has(name) && !sameJson(before.columns[name] ?? null, after.columns[name] ?? null),
  );
  const redacted = changed.filter((name) => {
    const dropped = droppedIn(name);
    return dropped === undefined ? !present.has(name) : !(dropped in before.dropped) && !(dropped in after.dropped);
  });
  return [
    ...differing.toSorted().map((name) => change(name, name, before.columns, after.columns)),
    ...droppedChanges(present, before.dropped, after.dropped, []),
    ...redacted.toSorted().map((name) => change(droppedIn(name) ?? name, name, {}, {})),
  ];
}

type Values = Readonly<Record<string, unknown>>;

/** What has changed and is in neither state is sensitive: that it did is all that is kept. */
function change(field: string, name: string, was: Values, is: Values): FieldChange {
  const redacted = !Object.hasOwn(was, name) && !Object.hasOwn(is, name);
  return { field, before: was[name] ?? null, after: is[name] ?? null, redacted };
}

/** The name of a dropped field, which lists of what changed have after a dollar sign. */
function droppedIn(name: string): string | undefined {
  return name.startsWith('$') ? name.slice(1) : undefined;
}
