import { afterAll, beforeAll, expect, it } from 'vitest';
import { backfill } from '../../src/database/tenants/backfill.js';
import { mutate } from '../concurrency/mutate.js';
import { asSuperuser } from '../support/cluster.js';
import { findings } from '../support/findings.js';
import { runProgram } from '../support/run-program.js';
import { startTestServer, type TestOrganization, type TestServer } from '../support/test-server.js';
import { withSuperuser } from '../versioning/superuser.js';

let server: TestServer;
let other: TestOrganization;
beforeAll(async () => {
  server = await startTestServer();
  other = await server.addOrganization('globex');
});
afterAll(() => server.stop());

const rows = (sql: string, ...values: unknown[]) => withSuperuser(server, (query) => query(sql, values));
const cli = () =>
  runProgram('cli/main.js', ['backfill'], {
    DATABASE_URL: server.database.applicationUrl,
    AUTH_JWT_SECRET: 'x'.repeat(32),
  });
const report = () => undefined;

/** Rows as they stand in a table before it is versioned: no trigger has seen them. */
async function rowsBeforeHistory(
  table: string,
  columns: Record<string, string>,
  count: number,
  tenant = server.organization.id,
) {
  await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query('set session_replication_role = replica');
    const names = ['id', 'tenant_id', ...Object.keys(columns)];
    const values = ['gen_random_uuid()', `'${tenant}'`, ...Object.values(columns)];
    await client.query(
      `insert into "${table}" (${names.join(', ')}) select ${values.join(', ')} from generate_series(1, ${count}) n`,
    );
  });
}
const firstVersions = (type: string) =>
  rows(
    `select v.operation, s.source, s.actor_kind, s.actor_id, s.reason, count(*)::int, count(distinct a.id)::int as audited
     from entity_version v join change_set s on s.id = v.change_set_id
     left join audit_entry a on a.entity_id = v.entity_id and a.version = v.version
     where v.entity_type = $1 and v.version = 1 and s.operation_name = 'backfill' group by 1, 2, 3, 4, 5`,
    type,
  );
const begun = (count: number) => [
  {
    operation: 'CREATE',
    source: 'CLI',
    actor_kind: 'SYSTEM',
    actor_id: 'palimpsest',
    reason: 'History begins: the row was there before its history.',
    count,
    audited: count,
  },
];

it('gives rows that were there before their history their version 1, of every tenant', async () => {
  await rowsBeforeHistory('tag', { name: `'old ' || n` }, 1200);
  await rowsBeforeHistory('tag', { name: `'old ' || n` }, 3, other.id);
  expect(await findings(server)).not.toEqual([]);
  expect(await cli()).toEqual({ code: 0, stdout: 'Began the history of 1203 Tag.\n', stderr: '' });
  expect(await firstVersions('tag')).toEqual(begun(1203));
  expect(await findings(server)).toEqual([]);
  expect(await cli()).toEqual({ code: 0, stdout: 'Every record has its history.\n', stderr: '' });
});

it('begins with the least of all ids', async () => {
  const id = '00000000-0000-0000-0000-000000000000';
  await rowsBeforeHistory('tag', { name: `'least'` }, 1);
  await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(`update tag set id = $1 where name = 'least'`, [id]);
  });
  expect((await backfill(server.orm, report)).get('Tag')).toBe(1);
  expect(await rows('select version from entity_version where entity_id = $1', id)).toEqual([{ version: 1 }]);
});

it('keeps sensitive values out, and says that they are there', async () => {
  const columns = {
    email: `'u' || n || '@old.example'`,
    display_name: `'U'`,
    role: `'VIEWER'`,
    password_hash: `'secret'`,
  };
  await rowsBeforeHistory('user', columns, 2);
  await backfill(server.orm, report);
  const versions = await rows(
    `select snapshot ? 'password_hash' as leaked, changed ? 'password_hash' as told from entity_version
     where entity_type = 'user' and snapshot ->> 'email' like '%@old.example'`,
  );
  expect(versions).toEqual([{ leaked: false, told: true }, { leaked: false, told: true }]); // prettier-ignore
});

it('goes on while the rows are changed through the API, by SQL and by deletion', async () => {
  await rowsBeforeHistory('post', { title: `'t'`, slug: `'old-' || n`, body: `'b'` }, 900);
  const ids = (await rows(`select id from post where slug like 'old-%' order by id`)).map(({ id }) => id as string);
  const changes = async (from: number, to: number) => {
    for (let n = from; n < to; n += 3) {
      const at = (offset: number) => ids[(n + offset) * 6]!;
      const { code } = await mutate(server, [
        ['updatePost', { id: at(0), expectedVersion: 1, patch: { title: 'new' } }],
      ]);
      expect(code).toBe('DONE');
      await rows(`update post set title = 'raw' where id = $1`, at(1));
      await mutate(server, [['deletePost', { id: at(2), expectedVersion: 1 }]]);
    }
  };
  await changes(0, 30);
  await Promise.all([changes(30, 150), backfill(server.orm, report)]);
  await backfill(server.orm, report);
  const histories = await rows(`select count(*)::int as versions from entity_version where entity_id = any ($1)`, ids);
  expect(histories).toEqual([{ versions: 900 + 150 }]);
  expect(await findings(server)).toEqual([]);
});

it('may be interrupted, and goes on where it was', async () => {
  await rowsBeforeHistory(
    'comment',
    { body: `'c'`, post_id: '(select id from post where deleted_at is null limit 1)' },
    1100,
  );
  const interrupted = backfill(server.orm, (_, type, done) => {
    if (type === 'Comment' && done > 0) throw new Error('killed');
  });
  await expect(interrupted).rejects.toThrow('killed');
  expect((await backfill(server.orm, report)).get('Comment')).toBe(600);
  expect(await findings(server)).toEqual([]);
});

it('may be run by several at once', async () => {
  await rowsBeforeHistory('tag', { name: `'raced ' || n` }, 1500);
  const made = await Promise.all([1, 2, 3].map(() => backfill(server.orm, report)));
  expect(made.reduce((sum, of) => sum + of.get('Tag')!, 0)).toBe(1500);
  expect(await findings(server)).toEqual([]);
});

it('refuses rows at another version, in one sentence', async () => {
  await rowsBeforeHistory('tag', { name: `'later'`, version: '7' }, 1);
  const { code, stdout, stderr } = await cli();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    `1 of ${server.organization.slug}'s Tag have no history and are not at version 1; let the migration set tag.version to 1 before its triggers are made.\n`,
  );
});

it('says what a stale writer needs also where there is no history yet', async () => {
  await rowsBeforeHistory('post', { title: `'t'`, slug: `'stale'`, body: `'b'` }, 1);
  const [{ id } = {}] = await rows(`select id from post where slug = 'stale'`);
  const { error } = await mutate(server, [['updatePost', { id, expectedVersion: 9, patch: { title: 'x' } }]]);
  expect(error).toMatchObject({
    message: 'The Post is at version 1, not 9.',
    extensions: {
      code: 'CONFLICT',
      currentVersion: 1,
      baseKnown: false,
      conflicts: [{ field: 'title', base: null, theirs: 't', yours: 'x' }],
    },
  });
});
