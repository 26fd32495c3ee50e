import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanJson } from '../../src/http/request/json-scan.js';
import { startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

let server: InMemoryServer;
let authorization: string;

beforeAll(async () => {
  server = await startInMemoryServer();
  authorization = await server.bearer();
});
afterAll(() => server.app.close());

const listOf = (count: number, item: string) => `[${`${item},`.repeat(count - 1)}${item}]`;

describe('a body without a valid token', () => {
  const query = 'query ($name: String) { hello(name: $name) }';
  const large = { query, variables: { name: 'x'.repeat(70_000) } };
  const refused = {
    status: 413,
    json: {
      errors: [
        {
          message: 'Without a valid token a request body has at most 64 KB.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    },
  };

  it('is small, and that is said before it is understood', async () => {
    expect(await server.post(large)).toMatchObject(refused);
    expect(await server.post(`[${'1,'.repeat(40_000)}`)).toMatchObject(refused);
    expect(await server.post(large, { authorization: 'Bearer a.b.c' })).toMatchObject(refused);
    expect((await server.post(large, { authorization })).status).toBe(200);
  });

  it('has room for signing in', async () => {
    const input = { organization: 'o'.repeat(100), email: 'e'.repeat(320), password: 'p'.repeat(1000) };
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) }';
    expect((await server.post({ query: signIn, variables: { input } })).json.data).toEqual({ signIn: true });
  });
});

describe('the values of a body', () => {
  it.each([
    ['in extensions', `{"query":"{ hello }","extensions":{"a":${listOf(100_000, '1')}}}`],
    ['where a request should be', listOf(100_001, '1')],
    ['as keys', `{"query":"{ hello }","extensions":{${Array.from({ length: 50_000 }, (_, i) => `"${i}":1`).join()}}}`],
    ['as lists', `{"query":"{ hello }","extensions":${listOf(100_001, '[]')}}`],
  ])('are counted before anything is built of them: %s', async (_where, body) => {
    const { status, json } = await server.post(body, { authorization });
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([
      {
        message: 'The request body holds more than 100000 values.',
        extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'values', allowed: 100_000 },
      },
    ]);
  });

  it('may be long texts, whatever stands in them', async () => {
    const name = '[{1,"\\'.repeat(150_000);
    const body = { query: 'query ($name: String) { hello(name: $name) }', variables: { name } };
    expect((await server.post(body, { authorization })).json.data).toEqual({ hello: `Hello ${name}` });
  });

  it('are all counted', () => {
    const size = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 1;
      if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + size(item), 1);
      return Object.values(value).reduce<number>((sum, item) => sum + 1 + size(item), 1);
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, spaces) => {
        expect(scanJson(Buffer.from(JSON.stringify(value, null, spaces))).values).toBe(size(value));
      }),
    );
  });
});

describe('variables', () => {
  const query = 'query ($filter: PostFilter) { posts(filter: $filter) { totalCount } }';
  const filter = (text: string) => `{"query":"${query}","variables":{"filter":${text}}}`;
  const code = async (text: string) =>
    (await server.post(filter(text), { authorization })).json.errors?.[0]?.extensions.code;

  it('have so many conditions as a filter may have, before they are coerced', async () => {
    expect(await code(`{"or":${listOf(100, '{}')}}`)).toBeUndefined();
    for (const text of [
      `{"or":${listOf(101, '{}')}}`,
      `{"and":${listOf(40, '{"or":[{},{"not":{}}]}')}}`,
      // That each is wrong is not said: nothing has looked at them.
      `{"or":${listOf(30_000, '{"nothing":1}')}}`,
    ]) {
      expect(await code(text)).toBe('BAD_USER_INPUT');
      expect((await server.post(filter(text), { authorization })).json.errors).toMatchObject([
        { message: 'A filter has at most 100 conditions.' },
      ]);
    }
  });

  it('have so many input objects as hundreds of changes need', async () => {
    const objects = (count: number) => `{"any":${listOf(count, '{}')}}`;
    const any = 'query ($any: [Loose]) { signIns(any: $any) }';
    const { json } = await server.post(`{"query":"${any}","variables":${objects(2001)}}`, { authorization });
    expect(json.errors?.[0]?.message).toBe('The variables hold more than 2000 objects.');
    const literal = `{ signIns(any: [${'{},'.repeat(2001)}]) }`;
    const written = await server.post({ query: literal }, { authorization });
    expect(written.json.errors?.[0]?.message).toBe('The document holds more than 2000 objects.');
  });

  it('have so many items in lists as a document could have', async () => {
    expect(await code(`{"titles":${listOf(19_000, '"a"')}}`)).toBeUndefined();
    expect(await code(`{"titles":${listOf(20_001, '"a"')}}`)).toBe('QUERY_TOO_COMPLEX');
  });

  it('have so many values in JSON as items, where it is only compared with', async () => {
    const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"${i}":1`).join()}}`;
    const inQuery = async (json: string) => {
      const text = `{"query":"query ($j: JSON) { echo(value: $j) }","variables":{"j":${json}}}`;
      return (await server.post(text, { authorization })).json.errors?.[0];
    };
    for (const many of [keys, (count: number) => listOf(count, '0.5'), (count: number) => `{"a":${keys(count - 1)}}`]) {
      expect(await inQuery(many(20_000))).toBeUndefined();
      expect(await inQuery(many(20_001))).toMatchObject({
        message: 'The variables hold more than 20000 items.',
        extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'items', allowed: 20_000 },
      });
    }
    const query = 'mutation ($j: JSON) { createPost(title: "a", more: $j) { id } }';
    const inMutation = { query, variables: { j: JSON.parse(keys(20_001)) as unknown } };
    expect((await server.post(inMutation, { authorization })).json.errors).toBeUndefined();
  });
});

describe('a compressed body', () => {
  it('is refused by the name of its encoding', async () => {
    const body = gzipSync(JSON.stringify({ query: '{ hello }' }));
    const { status, json } = await server.post(body, { 'content-encoding': 'gzip' });
    expect(status).toBe(415);
    expect(json.errors?.[0]?.message).toBe('Send the request body as it is: content-encoding gzip is not supported.');
  });
});
