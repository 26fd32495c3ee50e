import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseExactJson } from '../../src/http/request/exact-json.js';
import { InexactNumber, isExactNumber } from '../../src/versioning/values/exact-number.js';
import { findUnstorable } from '../../src/versioning/values/storable-value.js';
import { answerOf, startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

let server: InMemoryServer;

beforeAll(async () => {
  server = await startInMemoryServer();
});
afterAll(() => server.app.close());

const query = 'query ($value: JSON) { echo(value: $value) }';
const body = (value: string) => `{"query":${JSON.stringify(query)},"variables":{"value":${value}}}`;

describe('numbers', () => {
  it.each(['9007199254740993', '-12345678901234567890', '0.1000000000000000055511151231257827', '1e400'])(
    'are refused instead of rounded: %s',
    async (number) => {
      const answer = await server.post(body(`{"a":[{"n":${number}}]}`));
      expect(answer.status).toBe(400);
      expect(answer.json.errors).toEqual([
        {
          message: 'The value at "variables.value.a[0].n" is a number that would be rounded; send it as a string.',
          extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
        },
      ]);
    },
  );

  it('are refused in the address of a GET, too', async () => {
    const parameters = new URLSearchParams({ query, variables: '{"value":9007199254740993}' });
    // A question mark in the query must not hide what follows it.
    for (const search of [parameters.toString(), `x=?&${parameters}`]) {
      const got = await fetch(`${server.url}/graphql?${search}`, { headers: { 'apollo-require-preflight': '1' } });
      expect((await answerOf(got)).json.errors?.[0]?.message).toContain('would be rounded');
    }
  });

  it('are refused as literals of JSON', async () => {
    const answer = await server.post({ query: '{ echo(value: { n: 9007199254740993 }) }' });
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.message).toContain('would be rounded');
  });

  it('come back as they went in', async () => {
    for (const number of ['0', '-1.5', '1e21', '9007199254740991', '0.1', '1.7976931348623157e308']) {
      const answer = await server.post(body(number));
      expect(answer.json.data?.['echo']).toBe(Number(number));
    }
  });

  it('never change in any JSON value that is accepted', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const parsed = parseExactJson(Buffer.from(text));
        fc.pre(findUnstorable(parsed, 'value') === undefined);
        expect(parsed).toEqual(JSON.parse(text));
      }),
    );
  });

  const number = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
    fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][+-]?\d{1,3})?$/),
  );

  it('are found wherever one would be rounded, among texts that look like numbers', () => {
    fc.assert(
      fc.property(fc.array(number), fc.array(fc.string()), (numbers, texts) => {
        const parsed = parseExactJson(Buffer.from(`{"n": [${numbers.join(' ,')}], "t": ${JSON.stringify(texts)}}`));
        const read = numbers.map((source) => (isExactNumber(source) ? Number(source) : new InexactNumber(source)));
        expect(parsed).toEqual({ n: read, t: texts });
      }),
    );
  });
});

describe('text', () => {
  it.each([
    ['a NUL character', '"x\\u0000y"', /^The value at "variables\.value" holds a NUL character/],
    ['half a surrogate pair', '["\\ud83d"]', /^The value at "variables\.value\[0\]" holds half of a surrogate pair/],
    ['the other half', '{"k":"\\ude00"}', /^The value at "variables\.value\.k" holds half/],
    ['a NUL character in a key', '{"k\\u0000":1}', /^The value at "variables\.value" has a key that holds a NUL/],
  ])('that PostgreSQL cannot hold is refused: %s', async (_what, value, message) => {
    const answer = await server.post(body(value));
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.message).toMatch(message);
    expect(answer.json.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is refused in literals by the name of the argument or field', async () => {
    const plain = await server.post({ query: '{ hello(name: "a\\u0000b") }' });
    expect(plain.json.errors?.[0]?.message).toBe('The value at "name" holds a NUL character, which cannot be stored.');
    const nested = await server.post({
      query: 'mutation { signIn(input: { organization: "a", email: "\\u{0}", password: "p" }) }',
    });
    expect(nested.json.errors?.[0]?.message).toContain('"input.email"');
    const block = await server.post({ query: '{ hello(name: """a\0b""") }' });
    expect(block.json.errors?.[0]?.message).toContain('"name"');
  });

  it('of every other kind comes back as it went in', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed() && !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const answer = await server.post(body(JSON.stringify(value)));
        expect(answer.json.data?.['echo']).toBe(value);
      }),
      { numRuns: 50 },
    );
  });
});

describe('nesting', () => {
  it('is refused before it can exhaust the stack', async () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect((await server.post(body(deep(100)))).status).toBe(200);
    expect((await server.post(body(deep(101)))).json.errors?.[0]?.message).toContain('nested too deeply');
    const authorization = await server.bearer();
    const deepest = await server.post(body(deep(90_000)), { authorization });
    expect(deepest.json.errors?.[0]?.message).toContain('nested too deeply');
  });
});
