import { changesOf, operationOf } from './audit-change.js';
import { graphqlDialect } from './graphql.js';

/**
 * PostGraphile's API over the same tables. It has no changes with an expected version that belong together, so it only reads; of
 * history it reads the audit entries, which say the same.
 */
export const postgraphileDialect = graphqlDialect({
  point: {
    // Its field for one row takes the whole key, and who asks does not know the tenant, which the token names.
    query: `query ($id: UUID!) { allPosts(first: 1, condition: { rowId: $id }) { nodes { id: rowId version title body } } }`,
    variables: ({ id }) => ({ id }),
    read: ({ allPosts: { nodes } }: Posts) => ({ post: nodes[0] ?? null }),
  },
  list: {
    query: `{ allPosts(first: 50, condition: { deletedAt: null }, orderBy: ROW_ID_ASC) {
      nodes {
        id: rowId version title status updatedAt
        author: userByTenantIdAndAuthorId { displayName }
        links: postTagsByTenantIdAndPostId { nodes { tag: tagByTenantIdAndTagId { name } } }
      }
      pageInfo { hasNextPage }
    } }`,
    variables: () => ({}),
    read: ({ allPosts: { nodes, pageInfo } }: Posts<Tagged>) => ({
      posts: {
        nodes: nodes.map(({ links, ...post }) => ({
          ...post,
          tags: links.nodes.map(({ tag }) => tag),
        })),
        pageInfo,
      },
    }),
  },
  nested: {
    query: `{ allPosts(first: 20, condition: { deletedAt: null }, orderBy: ROW_ID_ASC) { nodes { id: rowId title
      comments: commentsByTenantIdAndPostId(first: 10, condition: { deletedAt: null }, orderBy: ROW_ID_ASC) {
        nodes { id: rowId body author: userByTenantIdAndAuthorId { displayName } }
      }
    } } }`,
    variables: () => ({}),
    read: ({ allPosts }: Posts) => ({ posts: allPosts }),
  },
  page: {
    query: `query ($after: Cursor!) { allPosts(first: 50, after: $after, condition: { deletedAt: null }, orderBy: SLUG_ASC) {
      nodes { id: rowId slug title } pageInfo { hasNextPage endCursor }
    } }`,
    variables: ({ after }) => ({ after }),
    read: ({ allPosts: { nodes, pageInfo } }: Posts) => ({ posts: { nodes, hasNextPage: pageInfo.hasNextPage } }),
  },
  cursor: {
    query: `query ($after: String!) { allPosts(first: 1, condition: { slug: $after }, orderBy: SLUG_ASC) {
      pageInfo { endCursor }
    } }`,
    variables: ({ after }) => ({ after }),
    read: ({ allPosts }: Posts) => allPosts.pageInfo.endCursor,
  },
  history: {
    query: `query ($id: UUID!) {
      allAuditEntries(first: 20, condition: { entityId: $id, entityType: "post" }, orderBy: VERSION_DESC) {
        nodes { version action occurredAt actorKind actorId before after }
      }
    }`,
    variables: ({ id }) => ({ id }),
    read: ({ allAuditEntries }: { allAuditEntries: { nodes: readonly Entry[] } }) => ({
      history: {
        nodes: allAuditEntries.nodes.map((entry) => ({
          version: entry.version,
          operation: operationOf(entry.action),
          recordedAt: entry.occurredAt,
          actor: { kind: entry.actorKind, id: entry.actorId },
          changes: changesOf(entry.before, entry.after),
        })),
      },
    }),
  },
});

interface Posts<Post = unknown> {
  readonly allPosts: {
    readonly nodes: readonly Post[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface Tagged {
  readonly links: { readonly nodes: readonly { readonly tag: unknown }[] };
}

interface Entry {
  readonly version: number;
  readonly action: string;
  readonly occurredAt: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}
