import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cacheKeys, possibleTypes, typePolicies } from '../../sdk/src/index.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** A list, the history of one of its records, and the list as of an instant. */
const queries = {
  list: '{ posts { nodes { __typename id key title tags { __typename id key name } } } }',
  history: `query($id: ID!) { history(id: $id) { nodes { __typename version
    ... on PostVersion { snapshot { __typename id key title tags { __typename id key name } } } } } }`,
  past: `query($changeSet: ID!) { posts(asOf: { changeSet: $changeSet }) {
    nodes { __typename id key title tags { __typename id key name } } } }`,
} as const;

let server: TestServer;
let id: string;
let changeSet: string;

beforeAll(async () => {
  server = await startTestServer();
  const tag = dataOf(
    await server.graphql<{ createTag: { tag: { id: string } } }>(
      'mutation { createTag(input: { name: "red" }) { tag { id } } }',
    ),
  ).createTag.tag.id;
  const { createPost: created } = dataOf(
    await server.graphql<{ createPost: Record<'post' | 'changeSet', { id: string }> }>(
      `mutation { createPost(input: { title: "first", slug: "s", body: "b", tagIds: ["${tag}"] }) { post { id } changeSet { id } } }`,
    ),
  );
  [id, changeSet] = [created.post.id, created.changeSet.id];
  dataOf(
    await server.graphql(`mutation {
      updatePost(input: { id: "${id}", expectedVersion: 1, patch: { title: "second" } }) { post { id } }
      updateTag(input: { id: "${tag}", expectedVersion: 1, patch: { name: "blue" } }) { tag { id } } }`),
  );
});
afterAll(() => server.stop());

type Ask = (query: string, variables: Record<string, unknown>, from: 'network' | 'cache') => Promise<unknown>;

function apollo(): Ask {
  const headers = { authorization: `Bearer ${server.organization.tokens.ADMIN}` };
  const client = new ApolloClient({
    link: new HttpLink({ uri: `${server.url}/graphql`, headers }),
    cache: new InMemoryCache({ possibleTypes, typePolicies }),
  });
  return async (query, variables, from) => {
    const fetchPolicy = from === 'cache' ? 'cache-only' : 'network-only';
    return (await client.query({ query: gql(query), variables, fetchPolicy })).data;
  };
}

function urql(): Ask {
  const client = new Client({
    url: `${server.url}/graphql`,
    exchanges: [cacheExchange({ keys: cacheKeys }), fetchExchange],
    fetchOptions: { headers: { authorization: `Bearer ${server.organization.tokens.ADMIN}` } },
    preferGetMethod: false,
  });
  return async (query, variables, from) => {
    const requestPolicy = from === 'cache' ? 'cache-only' : 'network-only';
    return (await client.query<unknown>(query, variables, { requestPolicy }).toPromise()).data;
  };
}

it.each([
  ['Apollo Client', apollo],
  ['urql', urql],
])('%s shows a list, a history and a list of the past side by side, each right', async (_name, connect) => {
  const ask = connect();
  const variables = { id, changeSet };
  // Each overwrites what is the same to the cache.
  for (const query of [queries.list, queries.history, queries.past]) await ask(query, variables, 'network');
  const [list, history, past] = await Promise.all(
    [queries.list, queries.history, queries.past].map((query) => ask(query, variables, 'cache')),
  );
  const [now, before] = [
    { title: 'second', tags: [{ name: 'blue' }] },
    { title: 'first', tags: [{ name: 'red' }] },
  ];
  expect(list).toMatchObject({ posts: { nodes: [now] } });
  expect(history).toMatchObject({ history: { nodes: [{ snapshot: { title: 'second' } }, { snapshot: before }] } });
  expect(past).toMatchObject({ posts: { nodes: [before] } });
});
