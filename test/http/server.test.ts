import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { answerOf, startInMemoryServer, type InMemoryServer, userId } from './in-memory-server.js';

let server: InMemoryServer;

beforeAll(async () => {
  server = await startInMemoryServer();
});
afterAll(() => server.app.close());

describe('the form of a request', () => {
  it('answers a POST and a GET', async () => {
    const posted = await server.post({ query: '{ hello }' });
    expect(posted).toMatchObject({ status: 200, json: { data: { hello: 'Hello world' } } });
    expect(posted.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');

    const parameters = new URLSearchParams({
      query: 'query ($name: String) { hello(name: $name) }',
      variables: JSON.stringify({ name: 'Ada' }),
    });
    const got = await fetch(`${server.url}/graphql?${parameters}`, { headers: { 'apollo-require-preflight': 'true' } });
    expect(await got.json()).toEqual({ data: { hello: 'Hello Ada' } });
  });

  it('takes an empty operation name for none', async () => {
    const got = await fetch(`${server.url}/graphql?query={hello}&operationName=`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(await got.json()).toEqual({ data: { hello: 'Hello world' } });
    const posted = await server.post({ query: 'query A { hello }', operationName: '' });
    expect(posted.json).toEqual({ data: { hello: 'Hello world' } });
  });

  it('does not execute mutations by GET', async () => {
    const query = encodeURIComponent('mutation { createPost(title: "x") { id } }');
    const answer = await answerOf(
      await fetch(`${server.url}/graphql?query=${query}`, { headers: { 'apollo-require-preflight': 'true' } }),
    );
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('blocks what a page of another site could send without asking', async () => {
    const got = await answerOf(await fetch(`${server.url}/graphql?query={hello}`));
    expect(got.status).toBe(400);
    expect(got.json.errors?.[0]?.message).toContain('Cross-Site Request Forgery');

    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const posted = await server.post({ query: '{ hello }' }, { 'content-type': type });
      expect(posted.status).toBe(415);
      expect(posted.json.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('refuses a batch of operations', async () => {
    const answer = await server.post([{ query: '{ hello }' }, { query: '{ hello }' }]);
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.message).toContain('batching disabled');
  });

  it.each([
    ['', 400],
    ['{', 400],
    ['null', 400],
    ['"query"', 400],
    ['{}', 400],
    ['{"query":1}', 400],
    ['{"query":"{ hello }","variables":[]}', 400],
    ['{"query":"{ hello }","variables":"{}"}', 400],
    ['{"query":"{ hello }","operationName":{}}', 400],
  ])('says in one sentence what is wrong with the body %s', async (body, status) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const answer = await server.post(body, { accept });
      expect(answer.status).toBe(status);
      expect(answer.json.errors).toHaveLength(1);
      expect(answer.json.errors?.[0]?.extensions).toEqual({
        code: 'BAD_USER_INPUT',
        requestId: answer.headers.get('x-request-id'),
      });
    }
  });

  it('refuses bytes that are not UTF-8 instead of replacing them', async () => {
    const body = Buffer.from(JSON.stringify({ query: '{ hello(name: "\u00e9") }' }), 'latin1');
    const answer = await server.post(body);
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ message: 'The request body is not in UTF-8.' }] } });
    const declared = await server.post('{}', { 'content-type': 'application/json; charset=latin1' });
    expect(declared.status).toBe(415);
  });

  it('takes a body of 4 MB and refuses a larger one in GraphQL form', async () => {
    const query = 'mutation ($name: String!) { createPost(title: $name) { id } }';
    const authorization = await server.bearer();
    const fits = await server.post(
      { query, variables: { name: 'x'.repeat(4 * 1024 * 1024 - 200) } },
      { authorization },
    );
    expect(fits.status).toBe(200);
    const large = await server.post({ query, variables: { name: 'x'.repeat(4 * 1024 * 1024) } }, { authorization });
    expect(large).toMatchObject({
      status: 413,
      json: {
        errors: [{ message: 'The request body is larger than 4 MB.', extensions: { code: 'BAD_USER_INPUT' } }],
      },
    });
  });

  it.each([4.3, 5, 12, 30])(
    'lets a client finish sending %d MB before it hears that this is too much',
    async (megabytes) => {
      const body = JSON.stringify({
        query: '{ __typename }',
        variables: { name: 'x'.repeat(megabytes * 1024 * 1024) },
      });
      const authorization = await server.bearer();
      const answers = await Promise.all(Array.from({ length: 4 }, () => server.post(body, { authorization })));
      expect(answers.map(({ status }) => status)).toEqual([413, 413, 413, 413]);
    },
  );

  it('says where the API is when something else is asked for', async () => {
    const answer = await answerOf(await fetch(`${server.url}/nothing`));
    expect(answer.status).toBe(404);
    expect(answer.json.errors?.[0]?.message).toContain('/graphql');
  });
});

describe('the status of an operation that is refused', () => {
  const refused = [
    { query: '{' },
    { query: '{ nothing }' },
    { query: 'query ($name: Int!) { hello }', variables: { name: 'x' } },
    { query: 'query ($name: String!) { hello(name: $name) }' },
    { query: 'query A { hello }', operationName: 'B' },
    { query: 'query A { hello } query B { hello }' },
    { query: 'subscription { hello }' },
  ];

  it.each(refused)('is 400, and 200 for a client that asks for application/json: $query', async (body) => {
    expect((await server.post(body)).status).toBe(400);
    expect((await server.post(body, { accept: '*/*' })).status).toBe(400);
    const legacy = await server.post(body, { accept: 'application/json' });
    expect(legacy.status).toBe(200);
    expect(legacy.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(legacy.json).not.toHaveProperty('data');
    expect(legacy.json.errors?.[0]?.extensions).not.toHaveProperty('stacktrace');
  });

  it('is 406 where no answer could be read', async () => {
    expect((await server.post({ query: '{ hello }' }, { accept: 'text/html' })).status).toBe(406);
  });
});

describe('the caller', () => {
  it('is who the token says', async () => {
    const authorization = await server.bearer();
    expect((await server.post({ query: '{ whoami }' }, { authorization })).json.data).toEqual({ whoami: userId });
  });

  it('is anonymous without a token', async () => {
    expect((await server.post({ query: '{ whoami }' })).json.data).toEqual({ whoami: null });
  });

  it('is refused with a bad or expired token, whatever the operation', async () => {
    const expired = await server.bearer(-60);
    for (const authorization of [expired, 'Bearer nonsense', `${await server.bearer()}x`]) {
      const answer = await server.post({ query: '{ hello }' }, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      expect(answer.json.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect(answer.text).not.toContain(authorization.slice(7));
    }
  });

  it('keeps a short plain request id and gets a new one for anything else', async () => {
    const kept = await server.post({ query: '{ fail(with: "domain") }' }, { 'x-request-id': 'trace-1.a:b_c' });
    expect(kept.headers.get('x-request-id')).toBe('trace-1.a:b_c');
    expect(kept.json.errors?.[0]?.extensions['requestId']).toBe('trace-1.a:b_c');
    for (const bad of ['a b', 'x'.repeat(65), '{"a":1}']) {
      const answer = await server.post({ query: '{ hello }' }, { 'x-request-id': bad });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('introspection', () => {
  it('is on outside production and off in it', async () => {
    const query = '{ __schema { queryType { name } } }';
    expect((await server.post({ query })).status).toBe(200);
    const production = await startInMemoryServer({ config: readConfig({ NODE_ENV: 'production' }) });
    const answer = await production.post({ query });
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const guess = await production.post({ query: '{ helo }' });
    expect(guess.text).not.toContain('Did you mean');
    const filter = {
      query: 'query ($f: PostFilter) { posts(filter: $f) { totalCount } }',
      variables: { f: { titel: 'x' } },
    };
    expect((await server.post(filter)).text).toContain('Did you mean');
    const value = await production.post(filter);
    expect(value.json.errors?.[0]?.message).toBe(
      'Variable "$f" has an invalid value at "f": Field "titel" is not defined by type "PostFilter".',
    );
    await production.app.close();
  });
});

describe('closing', () => {
  it('lets the request in flight finish', async () => {
    let release = (): void => undefined;
    const begun = Promise.withResolvers<void>();
    const held = new Promise<void>((resolve) => (release = resolve));
    const closing = await startInMemoryServer({
      runOperation: async () => {
        begun.resolve();
        await held;
        return { data: { hello: 'after all' } };
      },
    });
    const answer = closing.post({ query: '{ hello }' });
    await begun.promise;
    const closed = closing.app.close();
    release();
    expect((await answer).json.data).toEqual({ hello: 'after all' });
    await closed;
    await expect(closing.post({ query: '{ hello }' })).rejects.toThrow();
  });
});
