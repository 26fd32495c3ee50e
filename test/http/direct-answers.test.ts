import { ApolloServer } from '@apollo/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const byApollo = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
afterEach(() => byApollo.mockClear());

const query = 'query A($slug: String) { users(first: 1, filter: { email: { ne: $slug } }) { nodes { id email } } }';

interface Asked {
  readonly body: unknown;
  readonly accept?: string | undefined;
  readonly token?: string | null;
}

/** What was answered, without what is of one request alone. */
async function ask({ body, accept, token = server.organization.tokens.ADMIN }: Asked): Promise<unknown> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accept !== undefined && { accept }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const { 'x-request-id': _, date: _date, ...headers } = Object.fromEntries(response.headers);
  const text = await response.text();
  return { status: response.status, headers, text: text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":""') };
}

/** The same three times. @returns how often Apollo was asked */
async function askAgain(asked: () => Asked): Promise<number> {
  const first = await ask(asked());
  expect(await ask(asked())).toEqual(first);
  expect(await ask(asked())).toEqual(first);
  return byApollo.mock.calls.length;
}

describe('A document that has been answered before', () => {
  const accepts = ['*/*', 'application/json', 'application/graphql-response+json, application/json;q=0.9', '*/*;q=0.1'];
  it.each(accepts)('is answered without Apollo, and the same, in the media type for Accept: %s', async (accept) => {
    const document = `${query} # ${accept}`;
    expect(await askAgain(() => ({ accept, body: { query: document } }))).toBe(1);
  });

  it.each([
    { variables: null },
    { variables: { slug: 'x' } },
    { operationName: 'A' },
    { operationName: null, extensions: { clientLibrary: { name: 'c' } } },
  ])('is answered without Apollo with %j', async (others) => {
    const document = `${query} # ${JSON.stringify(others)}`;
    expect(await askAgain(() => ({ body: { query: document, ...others } }))).toBe(1);
  });

  it.each<[string, Omit<Asked, 'body'> & { readonly body: object }]>([
    ['a name that it does not have', { body: { operationName: 'B' } }],
    ['an empty name', { body: { operationName: '' } }],
    ['a persisted query', { body: { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } } }],
    ['variables that are none', { body: { variables: [] } }],
    ['a variable of another type', { body: { variables: { slug: 5 } } }],
    ['a media type that there is not', { body: {}, accept: 'image/png' }],
    ['no token', { body: {}, token: null }],
    ['a bad token', { body: {}, token: 'a.b.c' }],
  ])('is answered by Apollo, each time, with %s', async (_what, { body, ...others }) => {
    await ask({ body: { query } });
    byApollo.mockClear();
    expect(await askAgain(() => ({ body: { query, ...body }, ...others }))).toBe(3);
  });

  it.each(['{ users { nodes { id } } user(id: "x") { nothing } }', '{ users(first: -1) { nodes { id } } }', '{ users'])(
    'is told its errors by Apollo: %s',
    async (document) => {
      expect(await askAgain(() => ({ body: { query: document } }))).toBe(3);
    },
  );
});

it('a mutation whose errors Apollo tells is executed once', async () => {
  const create = 'mutation ($name: String!) { createTag(input: { name: $name }) { tag { name } } }';
  await ask({ body: { query: create, variables: { name: 'first' } } });
  byApollo.mockClear();
  await ask({ body: { query: create, variables: { name: 'second' } } });
  expect(byApollo).not.toHaveBeenCalled();
  const before = await refusals();
  byApollo.mockClear();
  await ask({ body: { query: create, variables: { name: 'third' } }, token: server.organization.tokens.VIEWER });
  expect(byApollo).toHaveBeenCalledOnce();
  expect((await refusals()) - before).toBe(1);
});

async function refusals(): Promise<number> {
  const { data } = await server.graphql<{ auditLog: { totalCount: number } }>(
    '{ auditLog(filter: { action: "access.refused" }) { totalCount } }',
  );
  return data!.auditLog.totalCount;
}
