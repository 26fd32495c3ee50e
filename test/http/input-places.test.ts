import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const id = '0197f3a0-0000-7000-8000-000000000001';
const refusals = async (query: string, variables?: Record<string, unknown>) =>
  (await server.graphql(query, variables)).errors.map(({ message, extensions: { code, field } }) => ({
    message,
    code,
    field,
  }));

describe('An input that takes one of its keys', () => {
  const message = 'asOf: give exactly one of at, before, changeSet, snapshot.';
  const refused = [{ message, code: 'BAD_USER_INPUT', field: 'asOf' }];

  it.each([
    '{}',
    '{ at: null }',
    '{ at: null, before: null }',
    `{ at: null, changeSet: "${id}" }`,
    `{ at: "2026-01-01T00:00:00Z", changeSet: "${id}" }`,
  ])('says which, where the document gives it %s', async (asOf) => {
    expect(await refusals(`{ post(id: "${id}", asOf: ${asOf}) { id } }`)).toEqual(refused);
  });

  it.each([
    {},
    { at: null },
    { at: null, before: null },
    { at: null, changeSet: id },
    { at: '2026-01-01T00:00:00Z', changeSet: id },
  ])('says which, where a variable gives it %j', async (when) => {
    const query = `query ($when: AsOf) { posts(asOf: $when) { totalCount } }`;
    expect(await refusals(query, { when })).toEqual(refused);
  });
});

describe('The field of a refused value', () => {
  const named = async (query: string, variables?: Record<string, unknown>) =>
    (await refusals(query, variables)).map(({ code, field }) => [code, field]);
  const plan = (resolutions: string) =>
    `undoPlan(changeSet: "${id}", only: [], resolutions: ${resolutions}) { possible }`;

  it('is the same, wherever the value stands', async () => {
    const post = (asOf: string) => `post(id: "${id}", asOf: ${asOf}) { id }`;
    const expected = [['BAD_USER_INPUT', 'asOf.at']];
    expect(await named(`{ ${post('{ # now\n at: "now" }')} }`)).toEqual(expected);
    expect(await named(`query ($at: DateTime!) { ${post('{ at: $at }')} }`, { at: 'now' })).toEqual(expected);
    expect(await named(`query ($when: AsOf) { ${post('$when')} }`, { when: { at: 'now' } })).toEqual(expected);
    const fragment = `fragment F on Query { ${post('$when')} }`;
    expect(await named(`query ($when: AsOf) { ...F } ${fragment}`, { when: { at: 'now' } })).toEqual(expected);
  });

  it('has the name of the argument and the place in its lists', async () => {
    const keep = `{ entityId: "${id}", field: "title", keep: PRESENT }`;
    const expected = [['BAD_USER_INPUT', 'resolutions.1.keep']];
    const wrong = { entityId: id, field: 'title', keep: 'MINE' };
    const asked = (type: string, value: string) => `query ($v: ${type}) { ${plan(value)} }`;
    expect(await named(asked('[UndoResolution!]', '$v'), { v: [{ ...wrong, keep: 'FORMER' }, wrong] })).toEqual(
      expected,
    );
    expect(await named(asked('UndoResolution!', `[${keep}, $v]`), { v: wrong })).toEqual(expected);
    const nested = `[${keep}, { entityId: "${id}", field: "title", keep: $v }]`;
    expect(await named(asked('UndoChoice!', nested), { v: 'MINE' })).toEqual(expected);
    expect(
      await named(`{ posts(filter: { and: [{}, { or: [{ createdAt: { gt: "x" } }] }] }) { totalCount } }`),
    ).toEqual([['BAD_USER_INPUT', 'and.1.or.0.createdAt.gt']]);
  });

  it('is that of the input or the filter, whatever a variable is called', async () => {
    const create = 'mutation ($p: CreatePostInput!) { createPost(input: $p) { post { id } } }';
    const input = { title: 'T', slug: 's', body: 'B', publishedAt: 'x' };
    expect(await named(create, { p: input })).toEqual([['BAD_USER_INPUT', 'publishedAt']]);
    const list = 'query ($n: Int, $f: PostFilter) { posts(first: $n, filter: $f) { totalCount } }';
    expect(await named(list, { n: 'x', f: { createdAt: { gt: 'x' } } })).toEqual([
      ['BAD_USER_INPUT', 'first'],
      ['BAD_USER_INPUT', 'createdAt.gt'],
    ]);
  });
});

it('A literal that an enum does not have is refused with those that it has', async () => {
  const told = async (value: string) =>
    (await refusals(`{ posts(filter: { status: { eq: ${value} } }) { totalCount } }`)).map(({ message }) => message);
  const has = 'The enum "PostStatus" has DRAFT, PUBLISHED, ARCHIVED.';
  expect(await told('DRAFTED')).toEqual([`Value "DRAFTED" does not exist in "PostStatus" enum. ${has}`]);
  expect(await told('"DRAFT"')).toEqual([`Enum "PostStatus" cannot represent non-enum value. ${has}`]);
});

it('A value that an enum does not have is refused with those that it has', async () => {
  const query = 'query ($f: PostFilter) { posts(filter: $f) { totalCount } }';
  expect(await refusals(query, { f: { status: { in: ['DRAFT', 'DRAFTED'] } } })).toEqual([
    {
      message:
        'Variable "$f" has an invalid value at "f.status.in.1": The enum "PostStatus" has DRAFT, PUBLISHED, ARCHIVED.',
      code: 'BAD_USER_INPUT',
      field: 'status.in.1',
    },
  ]);
});
