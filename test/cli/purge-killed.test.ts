import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { findings } from '../support/findings.js';
import { runProgram, startProgram } from '../support/run-program.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const kills = 12;
const records = 4000;

let server: TestServer;
let settings: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  settings = { DATABASE_URL: server.database.applicationUrl, AUTH_JWT_SECRET: 'x'.repeat(32) };
  await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [server.organization.id]);
    await client.query('begin');
    await client.query(
      `insert into post (id, title, slug, body) select gen_random_uuid(), 'p', 's' || n, 'b' from generate_series(1, $1::int) n`,
      [records / 2],
    );
    await client.query(`insert into comment (id, body, post_id) select gen_random_uuid(), 'c', id from post`);
    await client.query('commit');
    await client.query('update comment set deleted_at = clock_timestamp()');
    await client.query('update post set deleted_at = clock_timestamp()');
    await client.query('analyze');
  });
});

afterAll(() => server.stop());

it(`a purge that is killed ${kills} times, anywhere, leaves nothing half done and is finished by the next`, async () => {
  let interrupted = 0;
  await asSuperuser(server.database.superuserUrl, async (client) => {
    const count = async (sql: string) => Number((await client.query<{ count: string }>(sql)).rows[0]!.count);
    const living = () => count('select count(*) from post');
    for (let kill = 0; kill < kills; kill++) {
      const before = await living();
      const purge = startProgram('cli/main.js', ['purge', '--older-than', '0'], settings);
      const state = { over: false };
      void purge.exited.then(() => (state.over = true));
      // Once it has begun to write, so many looks later: before, within or after a batch.
      const writing = `select count(*) from pg_locks l join pg_stat_activity a using (pid)
        where l.transactionid is not null and a.usename = '${new URL(settings.DATABASE_URL!).username}'`;
      let writes = 0;
      const looks = randomInt(1, 60);
      while (!state.over && writes < looks)
        if (writes > 0 || (await count(writing)) > 0) writes += await count('select 1 as count');
      await purge.end('SIGKILL');
      const after = await living();
      if (after > 0 && after <= before) interrupted += 1;
      expect(await findings(server)).toEqual([]);
      expect(await count('select count(*) from comment')).toBe(after);
      expect(await count(`select count(*) from tombstone where entity_type = 'post'`)).toBe(records / 2 - after);
    }
    expect(interrupted).toBeGreaterThan(kills / 2);
    const { code, stdout } = await runProgram('cli/main.js', ['purge', '--older-than', '0'], settings);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Purged /) });
    expect(await living()).toBe(0);
    expect(await count(`select count(*) from tombstone`)).toBe(records);
    expect(await count(`select count(*) from audit_entry where action in ('post.purge', 'comment.purge')`)).toBe(
      records,
    );
    expect(await findings(server)).toEqual([]);
  });
}, 300_000);
