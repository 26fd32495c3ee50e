import type { Api } from './api.js';

/** One version as the API gives it; `snapshot` has the same fields as the live record. */
export interface RecordedVersion {
  readonly version: number;
  readonly operation: string;
  readonly changeSet: { readonly id: string };
  readonly snapshot: Readonly<Record<string, unknown>>;
}

/** Everything that is known of one record: all of its versions, oldest first, its row, and its audit entries. */
export interface RecordHistory {
  readonly id: string;
  readonly type: 'Post' | 'Comment';
  readonly versions: readonly RecordedVersion[];
  readonly live: Readonly<Record<string, unknown>> | null;
  readonly audit: readonly {
    readonly version: number | null;
    readonly action: string;
    readonly changeSet: { readonly id: string } | null;
  }[];
}

interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const state = `id version createdAt updatedAt deletedAt createdBy { id kind } updatedBy { id kind } deletedBy { id kind }`;
const states = {
  Post: `${state} title slug body status publishedAt metadata author(includeDeleted: true) { id } tags { id }`,
  Comment: `${state} body post(includeDeleted: true) { id } author(includeDeleted: true) { id }`,
};

/** Reads it all, page by page. Nothing may change meanwhile. */
export async function readHistory(api: Api, type: RecordHistory['type'], id: string): Promise<RecordHistory> {
  const field = type.toLowerCase();
  const { record } = await api.ask<{ record: Record<string, unknown> | null }>(
    `query Live($id: ID!) { record: ${field}(id: $id, deleted: INCLUDE) { ${states[type]} } }`,
    { id },
  );
  const versions = await pages<RecordedVersion>(
    api,
    `query History($id: ID!, $after: String) { page: history(id: $id, first: 100, after: $after) {
      nodes { version operation changeSet { id } ... on ${type}Version { snapshot { ${states[type]} } } }
      pageInfo { hasNextPage endCursor } } }`,
    id,
  );
  const audit = await pages<RecordHistory['audit'][number]>(
    api,
    `query Audit($id: ID!, $after: String) { page: auditLog(filter: { entityId: $id }, first: 100, after: $after) {
      nodes { version action changeSet { id } } pageInfo { hasNextPage endCursor } } }`,
    id,
  );
  return { id, type, versions: versions.toReversed(), live: record, audit };
}

async function pages<T>(api: Api, query: string, id: string): Promise<T[]> {
  const all: T[] = [];
  for (let after: string | null = null; ;) {
    const { page }: { page: Page<T> } = await api.ask<{ page: Page<T> }>(query, { id, after });
    all.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
  }
}
