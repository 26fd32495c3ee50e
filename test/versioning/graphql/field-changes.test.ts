import { applyPatch } from 'diff';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

interface Change {
  field: string;
  before: unknown;
  after: unknown;
  patch: string | null;
  paths: unknown;
  links: { added: unknown[]; removed: unknown[] } | null;
}

const body = ['one', 'two', 'three', 'four', 'five', 'six'].map((line) => `${line}\n`).join('');
const fields = `field before after patch paths { op path before after }
  links { added { id name } removed { id name } }`;

let server: TestServer;
let post: string;
let tags: Record<'skin' | 'ink', string>;
beforeAll(async () => {
  server = await startTestServer();
  const created = dataOf(
    await server.graphql<Record<'skin' | 'ink', { tag: { id: string } }>>(
      'mutation { skin: createTag(input: { name: "skin" }) { tag { id } } ink: createTag(input: { name: "ink" }) { tag { id } } }',
    ),
  );
  tags = { skin: created.skin.tag.id, ink: created.ink.tag.id };
  const { EDITOR, ADMIN } = server.organization.users;
  const { createPost } = dataOf(
    await server.graphql<{ createPost: { post: { id: string } } }>(
      'mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } } }',
      {
        input: {
          title: 'T',
          slug: 's',
          body,
          metadata: { pages: 3, by: ['a'] },
          tagIds: [tags.skin],
          authorId: EDITOR,
        },
      },
    ),
  );
  post = createPost.post.id;
  const patch = { title: 'U', body: body.replace('five', '5'), metadata: { by: ['a', 'b'], pages: 4 } };
  await change('updatePost(input: $input) { post { id } }', 'UpdatePostInput!', {
    id: post,
    expectedVersion: 1,
    patch: { ...patch, tagIds: [tags.ink], authorId: ADMIN },
  });
  // What they are called today is not what they were called then.
  const renamed = { id: tags.skin, expectedVersion: 1, patch: { name: 'hide' } };
  await change('updateTag(input: $input) { tag { id } }', 'UpdateTagInput!', renamed);
  const gone = { id: tags.ink, expectedVersion: 1 };
  await change('deleteTag(input: $input) { tag { id } }', 'DeleteTagInput!', gone);
});
afterAll(() => server.stop());

async function change(field: string, type: string, input: object): Promise<void> {
  dataOf(await server.graphql(`mutation($input: ${type}) { ${field} }`, { input }));
}

async function changesOf(query: string): Promise<Map<string, Change>> {
  const data = dataOf(await server.graphql<{ found: Change[] | { changes: Change[] } }>(`{ ${query} }`));
  const found = Array.isArray(data.found) ? data.found : data.found.changes;
  return new Map(found.map((one) => [one.field, one]));
}

it.each([
  ['changes', () => `found: version(id: "${post}", version: 2) { changes { ${fields} } }`],
  ['diff', () => `found: diff(id: "${post}", from: 1, to: 2) { ${fields} }`],
])('%s tells long texts as a patch, JSON by place, and links by their names of then', async (_by, query) => {
  const changes = await changesOf(query());
  const { before, after, patch } = changes.get('body')!;
  expect(patch).toBe(
    '--- body\tversion 1\n+++ body\tversion 2\n@@ -2,5 +2,5 @@\n two\n three\n four\n-five\n+5\n six\n',
  );
  expect(applyPatch(before as string, patch!)).toBe(after);
  expect(changes.get('title')).toMatchObject({ patch: null, paths: null, links: null });
  expect(changes.get('metadata')).toMatchObject({
    patch: null,
    paths: [
      { op: 'ADD', path: '/by/1', before: null, after: 'b' },
      { op: 'REPLACE', path: '/pages', before: 3, after: 4 },
    ],
  });
  expect(changes.get('tagIds')).toMatchObject({
    paths: null,
    links: { added: [{ id: tags.ink, name: 'ink' }], removed: [{ id: tags.skin, name: 'skin' }] },
  });
  const { EDITOR, ADMIN } = server.organization.users;
  expect(changes.get('authorId')!.links).toEqual({
    added: [{ id: ADMIN, name: 'acme ADMIN' }],
    removed: [{ id: EDITOR, name: 'acme EDITOR' }],
  });
});

it('tells a creation as a patch from nothing', async () => {
  const changes = await changesOf(`found: version(id: "${post}", version: 1) { changes { ${fields} } }`);
  expect(changes.get('body')!.patch).toMatch(/^--- \/dev\/null\n\+\+\+ body\tversion 1\n@@ -0,0 \+1,6 @@\n\+one\n/);
});

it('counts patches at their price', async () => {
  const query = (field: string) =>
    `{ posts(first: 100) { nodes { history(first: 10) { nodes { changes { ${field} } } } } } }`;
  const cost = async (field: string) => {
    const { errors } = await server.graphql(query(field));
    return errors.length === 0 ? 0 : Number(errors[0]!.extensions['size'] ?? 0);
  };
  expect(await cost('field')).toBe(0);
  expect(await cost('patch')).toBeGreaterThan(100_000);
});
