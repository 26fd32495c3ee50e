import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fill } from '../../bench/compare/dataset.js';
import { findings } from '../support/findings.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const posts = 10;
const versions = 250;

describe('The records of the benchmark', () => {
  let server: TestServer;
  let superuser: Client;

  beforeAll(async () => {
    server = await startTestServer({ slug: 'bench' });
    superuser = new Client({ connectionString: server.database.superuserUrl });
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await server.stop();
  });

  it('are as many as asked for, and such a history as the server writes', async () => {
    const { ADMIN } = server.organization.users;
    await fill(server.database.superuserUrl, ADMIN, { posts, versions }, () => undefined);
    expect(await findings(server)).toEqual([]);
    const counted = await superuser.query('select count(*)::int as count from entity_version');
    expect(counted.rows[0].count).toBeGreaterThanOrEqual(versions);
    expect(counted.rows[0].count).toBeLessThan(versions + posts);
  });

  it('can be changed like any other', async () => {
    const { data } = await server.graphql<{ posts: { nodes: { id: string; version: number; title: string }[] } }>(
      '{ posts(first: 1) { nodes { id version title } } }',
    );
    const { id, version } = data!.posts.nodes[0]!;
    const changed = await server.graphql(
      `mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { title history(first: 2) {
        nodes { version operation actor { id } ... on PostVersion { changes { field } } }
      } } } }`,
      { input: { id, expectedVersion: version, patch: { title: 'Another' } } },
    );
    const made = { operation: 'UPDATE', actor: { id: server.organization.users.ADMIN }, changes: [{ field: 'title' }] };
    const nodes = [
      { version: version + 1, ...made },
      { version, ...made },
    ];
    expect(changed.data).toEqual({ updatePost: { post: { title: 'Another', history: { nodes } } } });
    expect(await findings(server)).toEqual([]);
  });
});
