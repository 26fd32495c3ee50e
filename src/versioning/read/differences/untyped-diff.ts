import { droppedChanges } from './dropped-changes.js';
import type { FieldChange } from './field-change.js';
import { sameJson } from './same-json.js';
import type { UntypedState } from '../states/record-state.js';

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
 * What a version changed whose entity is unknown here, by column: what its state and the one before differ in, as both are
 * read today. Fields that were dropped since are among it where the version was written when they were there.
 *
 * @param before null: against nothing
 */
export function untypedChanges(before: UntypedState | null, after: UntypedState): FieldChange[] {
  const { columns, dropped } = before ?? nothing;
  const held = Object.entries(dropped).filter(([name]) => Object.hasOwn(after.dropped, name));
  return untypedDiff({ columns, dropped: Object.fromEntries(held), changed: [] }, after, after.changed, after.changed);
}

const nothing: UntypedState = { columns: {}, dropped: {}, changed: [] };

/**
 * What differs between two versions of a record whose entity is unknown here: columns, what was dropped, what is sensitive.
 *
 * @param changed columns that changed in between, of which some are sensitive
 * @param differed columns that are known to have differed when they were written, as in `diff`: what was changed and set back has
 *   not
 */
export function untypedDiff(
  before: UntypedState,
  after: UntypedState,
  changed: readonly string[],
  differed: readonly string[] = [],
): FieldChange[] {
  const present = new Set([before, after].flatMap(({ columns }) => Object.keys(columns)));
  const differing = [...present].filter(
    (name) => !bookkeepingColumns.has(name) && differs(name, before.columns, after.columns, differed),
  );
  const redacted = changed.filter((name) => {
    const dropped = droppedIn(name);
    return dropped === undefined ? !present.has(name) : !(dropped in before.dropped) && !(dropped in after.dropped);
  });
  return [
    ...differing.toSorted().map((name) => change(name, name, before.columns, after.columns)),
    ...droppedChanges(present, before.dropped, after.dropped, differed),
    ...redacted.toSorted().map((name) => change(droppedIn(name) ?? name, name, {}, {})),
  ];
}

type Values = Readonly<Record<string, unknown>>;

/** Documents differ also where they read alike to JavaScript. */
function differs(name: string, was: Values, is: Values, differed: readonly string[]): boolean {
  const values = [was[name] ?? null, is[name] ?? null] as const;
  return (
    !sameJson(...values) || (differed.includes(name) && values.some((one) => one !== null && typeof one === 'object'))
  );
}

/** What has changed and is in neither state is sensitive: that it did is all that is kept. */
function change(field: string, name: string, was: Values, is: Values): FieldChange {
  const redacted = !Object.hasOwn(was, name) && !Object.hasOwn(is, name);
  return { field, before: was[name] ?? null, after: is[name] ?? null, redacted };
}

/** The name of a dropped field, which lists of what changed have after a dollar sign. */
function droppedIn(name: string): string | undefined {
  return name.startsWith('$') ? name.slice(1) : undefined;
}
