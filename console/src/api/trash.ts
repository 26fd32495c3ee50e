import type { EntityField, EntityType } from '../model/catalogue.js';
import { labelAnswered } from '../model/selections.js';
import { type Actor, type AnsweredRecord, type Named, namedOf } from '../model/shown-record.js';
import { deletionOf } from '../model/timeline.js';
import { documents, types } from './catalogue.js';
import type { Page } from './records.js';
import { ask } from './request.js';
import { shrinkingPages } from './shrinking-page.js';

/** In which change set something was deleted; null where SQL or a purge has changed it since. */
export interface Deletion {
  readonly id: string;
  readonly reason: string | null;
}

/** A record in the trash. */
export interface Trashed {
  readonly type: EntityType;
  readonly record: Named & { readonly version: number };
  readonly deletedAt: string;
  readonly deletedBy: Actor | null;
  readonly deletion: Deletion | null;
  /** How many records its deletion took along. */
  readonly alongside: number;
  /** When it is removed for good; null: never. */
  readonly purgeAt: string | null;
}

interface Newest {
  readonly history: { readonly nodes: readonly { readonly operation: string; readonly changeSet: Deletion }[] };
}

interface TrashNode {
  readonly deletedAt: string;
  readonly deletedBy: Actor | null;
  readonly cascadeSize: number;
  readonly purgeAt: string | null;
  readonly entity: Newest & {
    readonly __typename: string;
    readonly id: string;
    readonly version: number;
  };
}

/** Where in the trash to look. */
export interface TrashQuery {
  readonly types: readonly string[] | null;
  readonly after: string | null;
  readonly before: string | null;
}

const pageSize = 25;

/** A page of what can be restored, latest deletion first. */
export async function readTrash(query: TrashQuery, signal?: AbortSignal): Promise<Page<Trashed>> {
  const { after, before } = query;
  const page = before === null ? { first: pageSize, after } : { last: pageSize, before };
  const variables = { ...page, types: query.types };
  const document = documents().trash();
  const { trash } = await shrinkingPages(variables, (asked) =>
    ask<{ trash: Page<TrashNode> }>(document, asked, signal),
  );
  return { ...trash, nodes: trash.nodes.flatMap((node) => trashedOf(node)) };
}

/** All that a change set deleted for its own sake, be it on this page of the trash or on another. */
export async function readDeletion(id: string, signal?: AbortSignal): Promise<readonly Trashed[]> {
  const found: Trashed[] = [];
  for (let after: string | null = null; ;) {
    const page: Page<Trashed> = await readTrash({ types: null, after, before: null }, signal);
    const more = page.nodes.filter(({ deletion }) => deletion?.id === id);
    found.push(...more);
    // The trash is in the order of deletion, so what one transaction deleted stands together.
    const isPast = found.length > 0 && more.length === 0;
    if (isPast || !page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}

/** Deleted children of a record, each with the change set that deleted it: that of the record, where it came along with it. */
export async function readDeletedChildren(type: EntityType, field: EntityField, id: string, signal: AbortSignal) {
  const data = await ask<Record<string, { nodes: readonly (AnsweredRecord & Newest)[]; totalCount: number }>>(
    documents().deletedChildren(type, field),
    { id, first: 50 },
    signal,
  );
  const { nodes, totalCount } = data[type.plural]!;
  const children = nodes.map((node) => ({
    ...namedOf(types(), type, node),
    deletion: deletionOf(node.history.nodes[0]),
  }));
  return { totalCount, children };
}

function trashedOf({ entity, deletedAt, deletedBy, cascadeSize, purgeAt }: TrashNode): Trashed[] {
  const { __typename: name } = entity;
  const type = types().named(name);
  if (!type) return [];
  const { id, version } = entity;
  return [
    {
      type,
      record: { id, version, label: labelAnswered(types(), name, entity), deletedAt },
      deletedAt,
      deletedBy,
      deletion: deletionOf(entity.history.nodes[0]),
      alongside: cascadeSize,
      purgeAt,
    },
  ];
}
