import { afterAll, beforeAll, expect, it } from 'vitest';
import { mustMutate } from '../../concurrency/mutate.js';
import { asSuperuser } from '../../support/cluster.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('a change set that was restored with the number of a later transaction gets none of its changes', async () => {
  const [id] = await mustMutate(server, [['createTag', { name: 'restored' }]]);
  await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query('begin');
    await client.query(
      `insert into change_set (id, actor_kind, actor_id, source, xid, recorded_at, tenant_id)
       values (gen_random_uuid(), 'USER', 'another', 'API', pg_current_xact_id(), now() - interval '1 day', $1)`,
      [server.organization.id],
    );
    await client.query(`update tag set name = 'changed' where id = $1`, [id]);
    await client.query('commit');
    const { rows } = await client.query(
      `select s.source, s.actor_kind from entity_version v join change_set s on s.id = v.change_set_id
       where v.entity_id = $1 and v.version = 2`,
      [id],
    );
    expect(rows).toEqual([{ source: 'SQL', actor_kind: 'SQL' }]);
  });
});
