import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient, type HistoryNote } from '../../sdk/src/index.js';
import { readAnswer } from '../../sdk/src/read-answer.js';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
const program = () => createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.ADMIN });
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('a program hears of what stands in for a value that fits no more, and reads versions of entities that are no more', async () => {
  const notes: HistoryNote[] = [];
  const client = createClient({
    url: `${server.url}/graphql`,
    token: server.organization.tokens.ADMIN,
    onHistoryNotes: (told) => void notes.push(...told),
  });
  const { post } = await client.posts.create({ title: 'Old', slug: 'old', body: '' });
  const { tag } = await client.tags.create({ name: 'gone' });
  await asSuperuser(server.database.superuserUrl, (superuser) =>
    superuser.query(`set session_replication_role = replica;
      update entity_version set snapshot = snapshot || '{"status": "FORGOTTEN"}' where entity_id = '${post.id}';
      update entity_version set entity_type = 'label' where entity_id = '${tag.id}'`),
  );
  const [version] = (await client.history.page({ id: post.id })).nodes;
  expect(version).toMatchObject({ __typename: 'PostVersion', snapshot: { title: 'Old', status: 'DRAFT' } });
  const place = { entityType: 'Post', entityId: post.id, version: 1, field: 'status', stored: 'FORGOTTEN' };
  expect(notes).toEqual([place]);
  const [untyped] = (await client.history.page({ id: tag.id })).nodes;
  expect(untyped).toMatchObject({ __typename: 'UntypedVersion', entityType: 'label', state: { name: 'gone' } });
});

it('a writer who comes too late hears of what the base of the comparison cannot give', async () => {
  const { post } = await program().posts.create({ title: 'Base', slug: 'base', body: '' });
  await program().posts.update({ id: post.id, expectedVersion: 1, patch: { title: 'Theirs', status: 'PUBLISHED' } });
  await forget(post.id);
  const { errors, extensions } = await server.graphql(
    'mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { id } } }',
    { input: { id: post.id, expectedVersion: 1, patch: { status: 'DRAFT' } } },
  );
  const conflict = { field: 'status', base: null, theirs: 'PUBLISHED', yours: 'DRAFT' };
  expect(errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', conflicts: [conflict] });
  const note = { entityType: 'Post', entityId: post.id, version: 1, field: 'status', stored: 'FORGOTTEN' };
  expect(extensions).toEqual({ history: [note] });
});

it('an answer says how many more values there are than it tells, and what a listener throws fails no call', async () => {
  const created = await Promise.all(
    Array.from({ length: 103 }, (_, n) => program().posts.create({ title: 'Many', slug: `many-${n}`, body: '' })),
  );
  await forget(...created.map(({ post }) => post.id));
  const many = 'filter: { title: { eq: "Many" } }';
  const status = 'nodes { history(first: 1) { nodes { ... on PostVersion { snapshot { status } } } } }';
  const query = `{ first: posts(first: 100, ${many}) { ${status} } last: posts(last: 100, ${many}) { ${status} } }`;
  const { extensions } = await server.graphql(query);
  expect([extensions?.history.length, extensions?.historyOmitted]).toEqual([100, 3]);
  const heard: unknown[] = [];
  const before = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', (error) => heard.push(error));
  const text = JSON.stringify({ data: { done: true }, extensions });
  const fail = (_: readonly HistoryNote[], omitted: number) => {
    throw new Error(`${omitted} more`);
  };
  expect(readAnswer(200, text, fail)).toEqual({ done: true });
  await new Promise((resolve) => setImmediate(resolve));
  process.removeAllListeners('unhandledRejection');
  for (const listener of before) process.on('unhandledRejection', listener);
  expect(heard).toEqual([new Error('3 more')]);
});

/** Puts into the first versions of posts what no value of today is. */
async function forget(...ids: string[]): Promise<void> {
  await asSuperuser(server.database.superuserUrl, (superuser) =>
    superuser.query(`set session_replication_role = replica;
      update entity_version set snapshot = snapshot || '{"status": "FORGOTTEN"}'
      where version = 1 and entity_id in (${ids.map((id) => `'${id}'`).join()})`),
  );
}
