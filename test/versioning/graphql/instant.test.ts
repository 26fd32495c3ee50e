import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../../src/versioning/index.js';
import { asSuperuser } from '../../support/cluster.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

it('the relations of a snapshot are those of the instant its version was written, after all waiting', async () => {
  const created = await server.graphql<{ createPost: { post: { id: string } } }>(
    'mutation { createPost(input: { title: "before", slug: "p", body: "" }) { post { id } } }',
  );
  const { id } = dataOf(created).createPost.post;
  const locked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const em = server.orm.em.fork({ session: tenantSession(server.organization.id) });
  const rival = recordChanges(
    em,
    { actor: new Actor(ActorKind.SYSTEM, 'rival'), source: ChangeSource.CLI },
    async (changes) => {
      await changes.update(Post, id, 1, { title: 'after' });
      locked.resolve();
      await release.promise;
    },
  );
  await locked.promise;
  const waiting = server.graphql<{ createComment: { comment: { id: string } } }>(
    `mutation ($id: ID!) {
      createTag(input: { name: "first" }) { tag { id } }
      createComment(input: { postId: $id, body: "c" }) { comment { id } }
    }`,
    { id },
  );
  await vi.waitUntil(isSomebodyWaiting);
  release.resolve();
  await rival;
  const comment = dataOf(await waiting).createComment.comment;
  const past = await server.graphql<{ version: { snapshot: { post: { version: number; title: string } } } }>(
    'query ($id: ID!) { version(id: $id, version: 1) { ... on CommentVersion { snapshot { post { version title } } } } }',
    { id: comment.id },
  );
  expect(dataOf(past).version.snapshot.post).toEqual({ version: 2, title: 'after' });
});

function isSomebodyWaiting(): Promise<boolean> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount! > 0;
  });
}
