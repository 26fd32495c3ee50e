import { activityPage, changeSetDocument, feedDocument, newestDocument } from '../model/activity-documents.js';
import { type ActivityFilter, changeSetFilter } from '../model/activity-filter.js';
import type { ChangeSetEntry, MadeVersion } from '../model/change-set.js';
import { recordsNamed } from '../model/named-values.js';
import type { Named } from '../model/shown-record.js';
import type { ChangeSetHead } from '../model/timeline.js';
import { types } from './catalogue.js';
import type { FieldChange } from './history.js';
import { readNames } from './names.js';
import type { Page } from './records.js';
import { ask } from './request.js';
import { shrinkingPage } from './shrinking-page.js';

/** A page without a count: counting all change sets takes long, and nobody needs the number. */
export type FeedPage = Omit<Page<ChangeSetEntry>, 'totalCount'>;

/** A version with what it changed. */
export interface ChangedVersion extends MadeVersion {
  readonly changes: readonly FieldChange[];
}

/** A change set, and a page of what it changed. */
export interface ChangeSetPage extends ChangeSetHead {
  readonly requestId: string | null;
  readonly undoes: ChangeSetHead | null;
  readonly undoneBy: ChangeSetHead | null;
  readonly versions: Page<ChangedVersion>;
  /** What the records are called that values name. */
  readonly names: ReadonlyMap<string, Named>;
}

/** A page of change sets, newest first. @throws InvalidDraft for a value that is none of its field */
export async function readFeed(filter: ActivityFilter, after: string | null, signal?: AbortSignal): Promise<FeedPage> {
  const asked = { after, filter: changeSetFilter(types(), filter) };
  return shrinkingPage(activityPage, async (first) => {
    const { changeSets } = await ask<{ changeSets: FeedPage }>(feedDocument(types()), { ...asked, first }, signal);
    return changeSets;
  });
}

/** The ids of the newest change sets. */
export async function readNewest(filter: ActivityFilter, signal?: AbortSignal): Promise<string[]> {
  const variables = { first: activityPage, filter: changeSetFilter(types(), filter) };
  const { changeSets } = await ask<{ changeSets: { nodes: readonly { id: string }[] } }>(
    newestDocument,
    variables,
    signal,
  );
  return changeSets.nodes.map(({ id }) => id);
}

/** A change set with a page of what it changed; null where there is none. */
export async function readChangeSet(
  id: string,
  after: string | null,
  signal?: AbortSignal,
): Promise<ChangeSetPage | null> {
  const document = changeSetDocument(types());
  const { changeSet } = await shrinkingPage(activityPage, (first) =>
    ask<{ changeSet: Omit<ChangeSetPage, 'names'> | null }>(document, { id, first, after }, signal),
  );
  if (!changeSet) return null;
  const named = changeSet.versions.nodes.flatMap(({ entityType, changes }) =>
    recordsNamed(
      types(),
      entityType,
      changes.map(({ field, before, after: now }) => ({ field, values: [before, now] })),
    ),
  );
  return { ...changeSet, names: await readNames(named, signal) };
}
