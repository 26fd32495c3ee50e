import type { EntityField, EntityType } from '../model/catalogue.js';
import { labelAnswered } from '../model/selections.js';
import { type Actor, type AnsweredRecord, type Named, namedOf } from '../model/shown-record.js';
import { deletionOf } from '../model/timeline.js';
import { wholeDeletion } from '../model/whole-deletion.js';
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

/** As large as the server allows: nobody looks at what is only searched. */
const searchedSize = 100;

/** A page of what can be restored, latest deletion first. */
export async function readTrash(query: TrashQuery, signal?: AbortSignal, size = pageSize): Promise<Page<Trashed>> {
  const { after, before } = query;
  const page = before === null ? { first: size, after } : { last: size, before };
  const variables = { ...page, types: query.types };
  const document = documents().trash();
  const { trash } = await shrinkingPages(variables, (asked) =>
    ask<{ trash: Page<TrashNode> }>(document, asked, signal),
  );
  return { ...trash, nodes: trash.nodes.flatMap((node) => trashedOf(node)) };
}

/** All that a change set deleted for its own sake and that is in the trash still. @param known a record that it deleted */
export function readDeletion(id: string, known: Trashed, signal?: AbortSignal): Promise<Trashed[]> {
  return wholeDeletion(id, known, (after) => readTrash({ types: null, after, before: null }, signal, searchedSize));
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
