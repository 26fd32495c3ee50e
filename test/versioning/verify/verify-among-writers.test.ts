import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEachTenant } from '../../../src/database/tenants/each-tenant.js';
import { type Finding, verify } from '../../../src/versioning/index.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { Writers } from './writers.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

it('raises no alarm while clients create, update, delete and restore the same records', async () => {
  const posts: string[] = [];
  for (const slug of ['a', 'b', 'c']) {
    const created = await server.graphql<{ createPost: { post: { id: string } } }>(
      `mutation { createPost(input: { title: "t", slug: "${slug}", body: "" }) { post { id } } }`,
    );
    posts.push(dataOf(created).createPost.post.id);
  }
  const writers = new Writers(server, posts, 6);
  const found: Finding[] = [];
  let runs = 0;
  // Both at least: verified over and over, and with enough changes meanwhile.
  while (runs < 15 || writers.acknowledged < 150) {
    await readEachTenant(server.orm, async (sessions) => void found.push(...(await verify(sessions))), 2);
    runs++;
  }
  await writers.stop();
  await readEachTenant(server.orm, async (sessions) => void found.push(...(await verify(sessions))), 2);
  expect(found).toEqual([]);
});
