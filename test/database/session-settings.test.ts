import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

it('instants are exact on a database whose own time zone and date style are others', async () => {
  const { superuserUrl, applicationUrl } = server.database;
  const role = new URL(applicationUrl).username;
  const database = new URL(applicationUrl).pathname.slice(1);
  await asSuperuser(superuserUrl, async (client) => {
    await client.query(`alter role "${role}" in database "${database}" set timezone = 'Asia/Kathmandu'`);
    await client.query(`alter role "${role}" in database "${database}" set datestyle = 'German'`);
  });
  // Only new connections take the settings. The role is that of other tests, too, the database is not.
  await asSuperuser(superuserUrl, (client) =>
    client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and usename = $2', [
      database,
      role,
    ]),
  );
  const publishedAt = '2026-11-21T21:51:31.123456Z';
  const input = { title: 'T', slug: 's', body: 'B', publishedAt };
  const created = await server.graphql<{ createPost: { post: { id: string; publishedAt: string } } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id publishedAt } } }',
    { input },
  );
  const { post } = dataOf(created).createPost;
  expect(post.publishedAt).toBe(publishedAt);
  const past = await server.graphql<{ version: { snapshot: { publishedAt: string } } }>(
    'query ($id: ID!) { version(id: $id, version: 1) { ... on PostVersion { snapshot { publishedAt } } } }',
    { id: post.id },
  );
  expect(dataOf(past).version.snapshot.publishedAt).toBe(publishedAt);
});
