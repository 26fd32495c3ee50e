import type { Catalogue } from './catalogue.js';
import { labelAnswered } from './selections.js';
import { nameOf } from './shown-record.js';
import type { ChangeSetHead } from './timeline.js';

/** A version that a change set made, as far as it tells which record it is of. */
export interface MadeVersion {
  readonly __typename: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly version: number;
  readonly operation: string;
  readonly changes: readonly { readonly field: string }[];
  /** Absent of a record whose entity is no more. */
  readonly snapshot?: object;
}

/** A change set among others: the first of what it changed. */
export interface ChangeSetEntry extends ChangeSetHead {
  readonly undoes: { readonly id: string } | null;
  readonly undoneBy: { readonly id: string } | null;
  readonly versions: { readonly totalCount: number; readonly nodes: readonly MadeVersion[] };
}

/** What the record of a version was called right after it. */
export function nameOfMade(
  catalogue: Catalogue,
  { entityType, entityId, snapshot }: Pick<MadeVersion, 'entityType' | 'entityId' | 'snapshot'>,
): string {
  return nameOf({ id: entityId, label: labelAnswered(catalogue, entityType, snapshot) });
}

/** Changes of fields without that of when it was deleted: the operation says that. */
export function toldChanges<T extends { readonly field: string }>(changes: readonly T[]): T[] {
  return changes.filter(({ field }) => field !== 'deletedAt');
}

/**
 * A feed, newest first, whose beginning has been asked for again: what was known follows what has come, and what both have
 * is as it came. A new change set can stand below known ones, where its transaction took longer than theirs.
 *
 * @param fresh the beginning of the feed, as it came
 */
export function mergedFeed<T extends { readonly id: string }>(known: readonly T[], fresh: readonly T[]): T[] {
  const told = new Set(fresh.map(({ id }) => id));
  return [...fresh, ...known.filter(({ id }) => !told.has(id))];
}

/** Whether a page has something that is not known, and so should be asked for. */
export function hasNews(known: readonly { readonly id: string }[], ids: readonly string[]): boolean {
  const shown = new Set(known.map(({ id }) => id));
  return ids.some((id) => !shown.has(id));
}

/** Whether the beginning of a feed reaches what was known of it, so that nothing is left out between them. */
export function reaches(known: readonly { readonly id: string }[], fresh: readonly { readonly id: string }[]): boolean {
  if (known.length === 0) return true;
  const shown = new Set(known.map(({ id }) => id));
  return fresh.some(({ id }) => shown.has(id));
}
