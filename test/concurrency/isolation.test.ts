import { afterAll, beforeAll, expect, it } from 'vitest';
import { dropExpiredAuditMonths } from '../../src/database/audit/keep-audit-log.js';
import { purgeExpired } from '../../src/database/tenants/purge-expired.js';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Change, mustMutate, mutate } from './mutate.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    const setting = `default_transaction_isolation = 'repeatable read'`;
    await client.query(`alter database ${rows[0]!.name} set ${setting}`);
    // New connections alone take it over.
    await client.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
  });
});

afterAll(() => server.stop());

it('a deletion takes along what was created while it waited, also in a database whose default is another isolation', async () => {
  const create: Change = ['createPost', { title: 'T', slug: 'slug', body: '' }];
  const [postId = ''] = await mustMutate(server, [create]);
  await asSuperuser(server.database.superuserUrl, async (writer) => {
    await writer.query('begin isolation level read committed');
    await writer.query('select from post where id = $1 for share', [postId]);
    const deletion = mutate(server, [['deletePost', { id: postId, expectedVersion: 1 }]]);
    await expect.poll(() => waitsForLock()).toBe(true);
    // The writer stands for another instance of the server that is creating a comment.
    await writer.query(
      `insert into comment (tenant_id, id, version, body, post_id)
       select tenant_id, gen_random_uuid(), 1, 'Late', id from post where id = $1`,
      [postId],
    );
    await writer.query('commit');
    expect(await deletion).toMatchObject({ code: 'DONE' });
    const { rows } = await writer.query('select version, deleted_at is not null as deleted from comment');
    expect(rows).toEqual([{ version: 2, deleted: true }]);
  });
});

it('retention does its work in a database whose default is another isolation', async () => {
  expect((await purgeExpired(server.orm)).trimmed).toBe(0);
  expect(await dropExpiredAuditMonths(server.orm)).toBe(0);
});

function waitsForLock(): Promise<boolean> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount === 1;
  });
}
