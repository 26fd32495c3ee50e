import { graphqlDialect } from './graphql.js';
import type { Change } from '../workload.js';

const most = 20;

/** This server's own API. Its data is the form in which answers are compared. */
export const palimpsestDialect = graphqlDialect({
  point: {
    query: 'query ($id: ID!) { post(id: $id) { id version title body } }',
    variables: ({ id }) => ({ id }),
    read: (data) => data,
  },
  list: {
    query: `{ posts(first: 50) {
      nodes { id version title status updatedAt author { displayName } tags { name } }
      pageInfo { hasNextPage }
    } }`,
    variables: () => ({}),
    read: (data) => data,
  },
  nested: {
    query: `{ posts(first: 20) { nodes { id title
      comments(first: 10) { nodes { id body author { displayName } } }
    } } }`,
    variables: () => ({}),
    read: (data) => data,
  },
  page: {
    query: `query ($after: String!) { posts(first: 50, after: $after, orderBy: [{ field: SLUG }]) {
      nodes { id slug title } pageInfo { hasNextPage endCursor }
    } }`,
    variables: ({ after }) => ({ after }),
    // A cursor is everybody's own.
    read: ({ posts: { nodes, pageInfo } }: Posts) => ({ posts: { nodes, hasNextPage: pageInfo.hasNextPage } }),
  },
  cursor: {
    query: `query ($after: String!) { posts(first: 1, filter: { slug: { eq: $after } }, orderBy: [{ field: SLUG }]) {
      pageInfo { endCursor }
    } }`,
    variables: ({ after }) => ({ after }),
    read: ({ posts }: Posts) => posts.pageInfo.endCursor,
  },
  history: {
    query: `query ($id: ID!) { history(id: $id, first: 20) {
      nodes { version operation recordedAt actor { kind id } changes { field before after } }
    } }`,
    variables: ({ id }) => ({ id }),
    read: (data) => data,
  },
  update: {
    query: 'mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { id version title } } }',
    variables: ({ changes }) => ({ input: inputOf(changes[0]!) }),
    read: ({ updatePost }: { updatePost: { post: unknown } }) => [updatePost.post],
  },
  updates: {
    query: `mutation (${numbered((n) => `$input${n}: UpdatePostInput!`)}) {
      ${numbered((n) => `update${n}: updatePost(input: $input${n}) { post { id version title } }`)}
    }`,
    variables: ({ changes }) => Object.fromEntries(changes.map((change, n) => [`input${n}`, inputOf(change)])),
    read: (data: Record<string, { post: unknown }>) => Object.values(data).map(({ post }) => post),
  },
});

interface Posts {
  readonly posts: {
    readonly nodes: readonly unknown[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

function inputOf({ id, expectedVersion, title }: Change) {
  return { id, expectedVersion, patch: { title } };
}

function numbered(text: (n: number) => string): string {
  return Array.from({ length: most }, (_, n) => text(n)).join(' ');
}
