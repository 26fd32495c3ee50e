import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerError } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { withSuperuser } from './superuser.js';
import { EveryTypeClient } from './every-type-client.js';
import { plainValues } from './plain-values.js';
import { testModules } from './test-modules.js';

/** Values that cannot be held exactly, as JSON text, since a JavaScript number would already have been rounded. */
const refused: [string, string][] = [
  ['text', '"a\\u0000b"'],
  ['text', '"\\ud800"'],
  ['text', '"a\\udc00b"'],
  ['textOrNull', '"\\u0000"'],
  ['text', 'null'],
  ['label', `"${'x'.repeat(41)}"`],
  ['label', `"${'\u{1F4DC}'.repeat(41)}"`],
  ['labelOrNull', `"${'x'.repeat(256)}"`],
  ['instant', '"2026-02-30T00:00:00Z"'],
  ['instant', '"2026-11-21T21:51:31.1234567Z"'],
  ['instant', '"10000-01-01T00:00:00Z"'],
  ['instant', '"0001-01-01T00:00:00+01:00"'],
  ['instant', '"infinity"'],
  ['instant', '1795297891'],
  ['amount', '"12345678901234567890123456789"'],
  ['amount', '"0.00000000001"'],
  ['amount', '"1e3"'],
  ['amount', '"NaN"'],
  ['amount', '1.5'],
  ['price', '"1000"'],
  ['price', '"0.001"'],
  ['big', '"9223372036854775808"'],
  ['big', '"-9223372036854775809"'],
  ['big', '9007199254740993'],
  ['big', '"1.0"'],
  ['whole', '2147483648'],
  ['whole', '1.5'],
  ['whole', '"7"'],
  ['small', '32768'],
  ['small', '-32769'],
  ['real', '1e400'],
  ['real', '0.1000000000000000055'],
  ['real', '"NaN"'],
  ['flag', '1'],
  ['document', '{"a":["\\u0000"]}'],
  ['document', '{"\\ud800":1}'],
  ['document', '[9007199254740993]'],
  ['document', '{"__proto__":1}'],
  ['document', '['.repeat(101) + ']'.repeat(101)],
  ['document', 'null'],
  ['dictionary', '[]'],
  ['dictionary', '"text"'],
  ['color', '"PURPLE"'],
  ['uuid', '"nope"'],
  ['uuid', '"0197F3A0-0000-7000-8000-000000000001"'],
  ['day', '"2026-02-29"'],
  ['day', '"tomorrow"'],
  ['day', '"0000-01-01"'],
  ['day', '"10000-01-01"'],
];

/**
 * The same as literals that do not fit their type: they make the document invalid, and the place in it names the field.
 */
const invalidLiterals: [string, string][] = [
  ['amount: ', '1.5'],
  ['amount: ', '"0.00000000001"'],
  ['instant: ', '"2026-02-30T00:00:00Z"'],
  ['big: ', '9223372036854775808'],
  ['whole: ', '2147483648'],
  ['document: { a: ', '9007199254740993 }'],
  ['document: { a: ', '"\\u0000" }'],
  ['day: ', '"2026-02-29"'],
];

/** The same as literals that fit their type. */
const refusedLiterals: [string, string][] = [
  ['text', '"a\\u0000b"'],
  ['text', '"\\u{0}"'],
  ['real', '1e400'],
  ['uuid', '"nope"'],
];

let server: TestServer;
let client: EveryTypeClient;
let tagId: string;
let id: string;
let written: string;

beforeAll(async () => {
  server = await startTestServer(testModules);
  client = new EveryTypeClient(server);
  tagId = await client.createTag('one');
  ({ id } = await client.mutate('create', { label: 'a record', tagId, ...plainValues }));
  written = await everythingWritten();
});
afterAll(() => server.stop());

function everythingWritten(): Promise<string> {
  return withSuperuser(server, async (query) => {
    const [row] = await query(`select (select jsonb_agg(to_jsonb(t)) from every_type t) as records,
      (select count(*) from entity_version) as versions, (select count(*) from audit_entry) as entries,
      (select count(*) from change_set) as change_sets`);
    return JSON.stringify(row);
  });
}

/** Sends variables as the text that they are. */
async function send(query: string, variables: string): Promise<AnswerError[]> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.organization.tokens.ADMIN}` },
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  });
  return ((await response.json()) as { errors?: AnswerError[] }).errors ?? [];
}

async function expectRefusal(field: string, errors: AnswerError[]): Promise<void> {
  expect(errors).toEqual([
    expect.objectContaining({
      message: expect.stringContaining(field) as string,
      extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) as object,
    }),
  ]);
  expect(await everythingWritten()).toBe(written);
}

describe('A value that cannot be held exactly is refused by the name of its field, and nothing is written', () => {
  it.each(refused)('when a record is made with %s %s', async (field, value) => {
    const input = { label: 'another record', tagId, ...plainValues, [field]: '@' };
    const variables = JSON.stringify({ input }).replace('"@"', () => value);
    await expectRefusal(field, await send(client.document('create'), variables));
  });

  it.each(refused)('when a record is changed to %s %s', async (field, value) => {
    const variables = `{"input":{"id":"${id}","expectedVersion":1,"patch":{"${field}":${value}}}}`;
    await expectRefusal(field, await send(client.document('update'), variables));
  });

  it.each(refusedLiterals)('when it stands in the document: %s: %s', async (field, value) => {
    await expectRefusal(field, await send(`${patchUpTo(`${field}: `)}${value} } }) { everyType { id } } }`, '{}'));
  });

  it.each(invalidLiterals)('when it makes the document invalid: %s%s', async (field, value) => {
    const before = patchUpTo(field);
    const errors = await send(`${before}${value} } }) { everyType { id } } }`, '{}');
    const locations = [{ line: 1, column: before.length + 1 }];
    expect(errors).toEqual([expect.objectContaining({ locations })]);
    // Int is GraphQL's own scalar; ours name what they refuse.
    const own = !field.startsWith('whole');
    expect(errors[0]!.extensions.code).toBe(own ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED');
    const named = own ? `${/(\w+): $/.exec(field)![1]}: ` : '';
    expect(errors[0]!.message).toContain(named);
    expect(await everythingWritten()).toBe(written);
  });
});

function patchUpTo(field: string): string {
  return `mutation { updateEveryType(input: { id: "${id}", expectedVersion: 1, patch: { ${field}`;
}

describe('What cannot be held exactly is refused anywhere', () => {
  it.each([
    ['a reason', 'mutation ($v: String!) { createTag(input: { name: "x", reason: $v }) { tag { id } } }', '"\\u0000"'],
    ['a reason', 'mutation ($v: String!) { createTag(input: { name: "x", reason: $v }) { tag { id } } }', '"\\ud800"'],
    ['a filter', 'query ($v: String!) { tags(filter: { name: { contains: $v } }) { totalCount } }', '"\\u0000"'],
    ['a cursor', 'query ($v: String!) { tags(after: $v) { totalCount } }', '"\\u0000"'],
    ['a type', 'query ($v: String!) { trash(types: [$v]) { totalCount } }', '"\\u0000"'],
    ['an action', 'query ($v: String!) { auditLog(filter: { action: $v }) { totalCount } }', '"\\u0000"'],
    ['an id', 'query ($v: ID!) { tag(id: $v) { id } }', '"\\u0000"'],
  ])('in %s: %s, %s', async (_, query, value) => {
    const [error] = await send(query, `{"v":${value}}`);
    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
    expect(await everythingWritten()).toBe(written);
  });
});
