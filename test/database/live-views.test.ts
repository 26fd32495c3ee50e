import { randomUUID } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { expect, it } from 'vitest';
import { connect } from '../../src/database/connection/connect.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import type { BlankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';
import { migratedDatabases } from '../support/migrated-databases.js';

const migratedDatabase = migratedDatabases();

const asOwner = (database: BlankDatabase, statement: string) =>
  asSuperuser(database.ownerUrl, (client) => client.query(statement));

const refusal = async ({ applicationUrl: url }: BlankDatabase) =>
  connect({ url, timeouts, pool: { size: 2, timeoutMs: 60_000 } }).then(
    async (orm) => {
      await orm.close();
      return undefined;
    },
    (error: Error) => error.message,
  );

/** Where each view is in the catalogue: one that is made anew is another. */
async function views(database: BlankDatabase) {
  const { rows } = await asOwner(
    database,
    `select relname as name, oid, reloptions from pg_class where relnamespace = 'live'::regnamespace order by 1`,
  );
  return rows as { name: string; oid: string; reloptions: string[] }[];
}

it('every versioned table has a view of its living rows, under the rights and policies of whoever asks', async () => {
  const database = await migratedDatabase();
  const [tenant, other] = [randomUUID(), randomUUID()];
  await asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where t.tgfoid = 'palimpsest.record_change()'::regprocedure order by 1`,
    );
    expect((await views(database)).map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
    expect(rows.length).toBeGreaterThan(3);
    for (const id of [tenant, other]) {
      await client.query('insert into organization (id, slug, name) values ($1::uuid, $1::text, $1::text)', [id]);
      await client.query(`select set_config('app.tenant_id', $1, false)`, [id]);
      await client.query(
        `insert into "user" (id, email, display_name, role) values
         (gen_random_uuid(), 'living@' || $1 || '.example', 'living', 'VIEWER'), (gen_random_uuid(), 'gone@' || $1 || '.example', 'gone', 'VIEWER')`,
        [id],
      );
      await client.query(`update "user" set deleted_at = now() where display_name = 'gone' and tenant_id = $1`, [id]);
    }
  });
  await asSuperuser(database.applicationUrl, async (client) => {
    expect((await client.query('select from live."user"')).rowCount).toBe(0);
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
    const { rows } = await client.query<Record<string, unknown>>('select * from live."user"');
    expect(rows).toEqual([expect.objectContaining({ email: `living@${tenant}.example`, tenant_id: tenant })]);
    expect(Object.keys(rows[0]!).toSorted()).toEqual([
      'created_at',
      'created_by',
      'display_name',
      'email',
      'id',
      'role',
      'tenant_id',
      'updated_at',
      'updated_by',
      'version',
    ]);
    await expect(client.query('delete from live."user"')).rejects.toThrow('permission denied for view user');
  });
  const outsider = escapeIdentifier(`${database.application}_reader`);
  await asSuperuser(database.superuserUrl, async (client) => {
    await client.query(`create role ${outsider}`);
    await client.query(`set role ${outsider}`);
    await expect(client.query('select from live.post')).rejects.toThrow('permission denied for table post');
    await client.query(`reset role`);
    await client.query(`grant select on post to ${outsider}`);
    await client.query(`set role ${outsider}`);
    expect((await client.query('select from live.post')).rowCount).toBe(0);
    await client.query(`reset role; drop owned by ${outsider}; drop role ${outsider}`);
  });
});

it('the views are made anew around a migration, and left alone where nothing is pending', async () => {
  const database = await migratedDatabase();
  const before = await views(database);
  await migrateUp({ ...database, timeouts });
  expect(await views(database)).toEqual(before);
  await asOwner(database, `delete from migration where name like '%\\_keys'`);
  await migrateUp({ ...database, timeouts });
  const after = await views(database);
  expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  expect(after.filter(({ oid }) => before.some((view) => view.oid === oid))).toEqual([]);
  expect(await refusal(database)).toBeUndefined();
});

it.each([
  ['drop view live.post', 'the view live.post is missing'],
  ['alter view live.post set (security_invoker = false)', 'the view live.post is of another version or altered'],
  [
    'create or replace view live.tag with (security_invoker = true) as select id, version, created_at, created_by, updated_at, updated_by, name, tenant_id from tag',
    'the view live.tag is of another version or altered',
  ],
  [
    `create view live.stray as select 1; comment on view live.stray is 'The living rows of stray'`,
    'the view live.stray is left over',
  ],
])('the server names at its start what `migrate up` puts right: %s', async (statement, problem) => {
  const database = await migratedDatabase();
  await asOwner(database, statement);
  expect(await refusal(database)).toBe(
    `The views of the database are not those of this version of the server (${problem}); run \`palimpsest migrate up\` of the version that is to run.`,
  );
  await migrateUp({ ...database, timeouts });
  expect(await refusal(database)).toBeUndefined();
});

it('more than to read the views the role may not', async () => {
  const database = await migratedDatabase();
  const role = escapeIdentifier(database.application);
  await asOwner(database, `grant insert on live.post to ${role}`);
  expect(await refusal(database)).toContain(`the role ${database.application} has INSERT on live.post`);
  await asOwner(database, `revoke insert on live.post from ${role}; revoke select on live.post from public`);
  expect(await refusal(database)).toContain(`the role ${database.application} lacks SELECT on live.post`);
});

it('what others have built on the views is named, and nothing is changed', async () => {
  const database = await migratedDatabase();
  await asOwner(
    database,
    `create view titles as select title from live.post; delete from migration where name like '%\\_keys'`,
  );
  await expect(migrateUp({ ...database, timeouts })).rejects.toThrow(
    'The views of the schema live are to be made anew, and others are built on them (view titles depends on view live.post); drop those first and make them again afterwards; nothing was changed.',
  );
  await asOwner(database, 'drop view titles');
  await migrateUp({ ...database, timeouts });
});
