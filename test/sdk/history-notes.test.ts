import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient, type HistoryNote } from '../../sdk/src/index.js';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
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
