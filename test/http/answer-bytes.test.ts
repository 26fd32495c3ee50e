import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonSize } from '../../src/versioning/values/json-size.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const most = 200_000;
const body = 'A body. '.repeat(6000);

let server: TestServer;
let posts: string[];

beforeAll(async () => {
  server = await startTestServer({ settings: { MAX_ANSWER_BYTES: String(most) } });
  posts = [];
  for (let n = 0; n < 8; n++) posts.push(await createPost(`post-${n}`, body));
});
afterAll(() => server.stop());

async function createPost(slug: string, text: string): Promise<string> {
  const { createPost: created } = dataOf(
    await server.graphql<{ createPost: { post: { id: string } } }>(
      `mutation ($body: String!) { createPost(input: { title: "Title", slug: "${slug}", body: $body }) { post { id } } }`,
      { body: text },
    ),
  );
  return created.post.id;
}

const update = (alias: string, id: string, version: number, text = '$body') =>
  `${alias}: updatePost(input: { id: "${id}", expectedVersion: ${version}, patch: { body: ${text} } })`;
const times = (count: number, make: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => make(n)).join(' ');
const tooLarge = expect.objectContaining({
  extensions: expect.objectContaining({ code: 'QUERY_TOO_COMPLEX', limit: 'bytes', allowed: most }),
});

describe('an answer', () => {
  beforeAll(async () => {
    dataOf(
      await server.graphql(`mutation ($body: String!) { ${update('u', posts[0]!, 1)} { post { id } } }`, {
        body: body.toUpperCase(),
      }),
    );
  });

  it.each([
    ['the texts of a page', '{ posts(first: 8) { nodes { body } } }'],
    ['one text under many names', () => `{ post(id: "${posts[0]}") { ${times(5, (n) => `a${n}: body`)} } }`],
    [
      'one comparison under many names',
      () => `{ ${times(3, (n) => `d${n}: diff(id: "${posts[0]}", from: 1, to: 2) { before after }`)} }`,
    ],
    [
      'what versions changed',
      () => `{ ${times(3, (n) => `h${n}: history(id: "${posts[0]}") { nodes { changes { before after } } }`)} }`,
    ],
    [
      'former states',
      () =>
        `{ ${times(5, (n) => `v${n}: version(id: "${posts[0]}", version: 1) { ... on PostVersion { snapshot { body } } }`)} }`,
    ],
    ['the audit log', '{ auditLog(first: 20) { nodes { before after } } }'],
  ])('has so many bytes at most, or there is none: %s', async (_what, query) => {
    const { status, data, errors } = await server.graphql(typeof query === 'string' ? query : query());
    expect(errors).toEqual([tooLarge]);
    expect(data ?? null).toBeNull();
    // For a client that asks for application/json, as this one, the status would say 200.
    expect(status).toBe(400);
  });

  it('counts no values of audit entries that nobody asks for', async () => {
    const query = '{ auditLog(first: 20) { edges { node { action changeSet { reason } } } } }';
    const { auditLog } = dataOf(await server.graphql<{ auditLog: { edges: object[] } }>(query));
    expect(auditLog.edges.length).toBeGreaterThan(5);
  });

  it('may have nearly as many', async () => {
    const { posts: page } = dataOf(
      await server.graphql<{ posts: { nodes: { body: string }[] } }>('{ posts(first: 3) { nodes { body } } }'),
    );
    expect(page.nodes.map((post) => post.body.length)).toEqual([body.length, body.length, body.length]);
  });

  it('is measured as it is written: a character that JSON escapes takes six bytes', async () => {
    const id = await createPost('control', '\u0001'.repeat(most / 5));
    expect((await server.graphql(`{ post(id: "${id}") { body } }`)).errors).toEqual([tooLarge]);
  });
});

describe('what is read', () => {
  it('counts in bytes, whatever its script: three a character here', async () => {
    const id = await createPost('script', '\u5dfb'.repeat(most / 3 + 1));
    const query = `{ version(id: "${id}", version: 1) { changes { field } } }`;
    expect((await server.graphql(query)).errors).toEqual([tooLarge]);
  });
});

describe('what is not selected', () => {
  it.each([
    '{ posts(first: 8) { nodes { id title } } }',
    '{ posts(first: 8) { nodes { title author { id } tags { id } comments { totalCount } } } }',
    '{ posts(first: 8) { ...Titles } } fragment Titles on PostConnection { edges { node { title metadata } } }',
    '{ trash(first: 1) { totalCount } posts(first: 8) { totalCount nodes { history(first: 1) { totalCount } } } }',
  ])('is not read: %s', async (query) => {
    expect((await server.graphql(query)).errors).toEqual([]);
  });

  it('is read where anybody selects it', async () => {
    const query = `query ($id: ID!) { post(id: $id) { title } node(id: $id) { ... on Post { body } } }`;
    expect((await server.graphql(query, { id: posts[1] })).data).toEqual({ post: { title: 'Title' }, node: { body } });
  });
});

describe('a change', () => {
  it('whose answer is too large is not made', async () => {
    const query = `mutation { ${update('u', posts[1]!, 1, '"New"')} { post { title } } ${update('v', posts[2]!, 1, '"New"')} { post { ${times(1, () => 'title')} history { nodes { ${times(5, (n) => `a${n}: changes { before after }`)} } } } } }`;
    const { data, errors } = await server.graphql(query);
    expect(errors).toEqual([tooLarge]);
    expect(data).toBeNull();
    for (const id of [posts[1], posts[2]]) {
      expect(dataOf(await server.graphql(`{ post(id: "${id}") { version } }`))).toEqual({ post: { version: 1 } });
    }
  });

  it('may read as much as it needs', async () => {
    const comment = (n: number) =>
      `c${n}: createComment(input: { postId: "${posts[3]}", body: $body }) { comment { version } }`;
    dataOf(await server.graphql(`mutation ($body: String!) { ${times(8, comment)} }`, { body }));
    const { deletePost } = dataOf(
      await server.graphql(
        `mutation { deletePost(input: { id: "${posts[3]}", expectedVersion: 1 }) { post { version } } }`,
      ),
    ) as unknown as { deletePost: object };
    expect(deletePost).toEqual({ post: { version: 2 } });
  });

  it('that is refused with the values of both sides tells no more of them', async () => {
    const id = posts[4]!;
    const theirs = 'Another text. '.repeat(6000);
    const query = `mutation ($body: String!) { ${update('u', id, 1)} { post { id } } }`;
    dataOf(await server.graphql(query, { body: theirs }));
    const { data, errors } = await server.graphql(query, { body: 'Mine' });
    expect(data).toBeNull();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['QUERY_TOO_COMPLEX']);
  });
});

describe('JSON', () => {
  const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));
  let id: string;

  beforeAll(async () => {
    id = await createPost('json', 'Body');
    const query = `mutation ($metadata: JSONObject!) { updatePost(input: { id: "${id}", expectedVersion: 1, patch: { metadata: $metadata } }) { post { id } } }`;
    dataOf(await server.graphql(query, { metadata: keys(300) }));
  });

  // Each is 300 keys and less than 4,000 bytes; none of these reads or answers a third of the bytes that are allowed.
  it.each([
    ['an answer', () => `{ ${times(5, (n) => `a${n}: post(id: "${id}") { metadata }`)} }`],
    [
      'what versions changed',
      () => `{ ${times(5, (n) => `a${n}: version(id: "${id}", version: 2) { changes { after } }`)} }`,
    ],
    ['a comparison', () => `{ ${times(5, (n) => `a${n}: diff(id: "${id}", from: 1, to: 2) { after }`)} }`],
  ])('counts its values, not its bytes alone: %s', async (_what, query) => {
    const { errors, data } = await server.graphql(query());
    expect(errors).toEqual([tooLarge]);
    expect(data ?? null).toBeNull();
  });

  it('may have nearly as many', async () => {
    const { post, version } = dataOf(
      await server.graphql<{ post: object; version: object }>(
        `{ post(id: "${id}") { metadata } version(id: "${id}", version: 2) { changes { field after } } }`,
      ),
    );
    expect(post).toEqual({ metadata: keys(300) });
    expect(version).toEqual({ changes: [{ field: 'metadata', after: keys(300) }] });
  });

  it('counts as it is read, before it is parsed', async () => {
    for (let version = 2; version < 6; version++) {
      dataOf(await server.graphql(`mutation { ${update('u', id, version, `"${version}"`)} { post { id } } }`));
    }
    const states = (first: number) =>
      `{ history(id: "${id}", first: ${first}) { nodes { ... on PostVersion { snapshot { title } } } } }`;
    expect((await server.graphql(states(4))).errors).toEqual([tooLarge]);
    expect((await server.graphql(states(2))).errors).toEqual([]);
  });
});

describe('a list that nothing else bounds', () => {
  const lines = (count: number) => 'x\n'.repeat(count);
  const ofLines = (id: string) =>
    server.graphql<{ lineBlame: unknown[] }>(`{ lineBlame(id: "${id}", field: "body") { line } }`);

  it('is counted before it is made: the lines of a text', async () => {
    const [few, many] = [await createPost('few', lines(60)), await createPost('many', lines(65))];
    expect(dataOf(await ofLines(few)).lineBlame).toHaveLength(60);
    expect((await ofLines(many)).errors).toEqual([tooLarge]);
  });

  it('is counted before it is made: the places of a document', async () => {
    const id = await createPost('places', 'Body');
    const keys = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`k${n}`, n]));
    const change = `mutation ($of: JSONObject!, $version: Int!) {
      updatePost(input: { id: "${id}", expectedVersion: $version, patch: { metadata: $of } }) { post { id } } }`;
    dataOf(await server.graphql(change, { of: {}, version: 1 }));
    dataOf(await server.graphql(change, { of: keys, version: 2 }));
    const places = (count: number) =>
      server.graphql(`{ diff(id: "${id}", from: 2, to: 3) { ${times(count, (n) => `a${n}: paths { op }`)} } }`);
    expect((await places(2)).errors).toEqual([]);
    expect((await places(3)).errors).toEqual([tooLarge]);
  });
});

describe('what is compared', () => {
  let id: string;

  beforeAll(async () => {
    id = await createPost('compared', body);
    const change = `mutation ($body: String!) {
      updatePost(input: { id: "${id}", expectedVersion: 1, patch: { body: $body } }) { post { id } } }`;
    dataOf(await server.graphql(change, { body: `${body}.` }));
  });

  it.each([
    ['two versions', (n: number) => `a${n}: diff(id: "${id}", from: 1, to: 2) { field }`],
    ['what versions changed', (n: number) => `a${n}: history(id: "${id}", first: 1) { nodes { changes { field } } }`],
  ])('counts each time, though it was read once and the answer is small: %s', async (_what, ask) => {
    expect((await server.graphql(`{ ${times(5, ask)} }`)).errors).toEqual([tooLarge]);
    expect((await server.graphql(`{ ${times(3, ask)} }`)).errors).toEqual([]);
  });
});

describe('the size of JSON', () => {
  it('is that of its long texts, whatever stands in them', () => {
    const long = fc.string({ unit: 'grapheme', minLength: 201, maxLength: 400 });
    const escaped = fc.string({ unit: fc.constantFrom('"', '\\', '\u0002', '\u00e9', 'a'), minLength: 201 });
    fc.assert(
      fc.property(fc.oneof(long, escaped), (text) => {
        expect(jsonSize({ text: [text] }).bytes).toBeCloseTo(Buffer.byteLength(JSON.stringify({ text: [text] })), -1);
      }),
    );
  });
});
