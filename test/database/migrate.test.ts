import { readdir, readFile } from 'node:fs/promises';
import { escapeIdentifier } from 'pg';
import { describe, expect, it } from 'vitest';
import { answers } from '../../src/database/client/answers.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { migrationStatus } from '../../src/database/upgrade/migration-status.js';
import { StartupError } from '../../src/database/errors/startup-error.js';
import { type BlankDatabase, blankDatabase } from '../support/blank-database.js';
import { asSuperuser } from '../support/cluster.js';
import { migratedDatabases } from '../support/migrated-databases.js';

const timeouts = { statementMs: 1234, transactionMs: 4321, lockMs: 567, idleMs: 8901 };
const migrate = ({ ownerUrl, applicationUrl }: BlankDatabase) => migrateUp({ ownerUrl, applicationUrl, timeouts });
const migratedDatabase = migratedDatabases(timeouts);
const migrations = (await readdir('migrations'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .toSorted();

/** The rights of the application's role, by table. */
async function rights({ superuserUrl, application }: BlankDatabase): Promise<Map<string, string>> {
  const { rows } = await asSuperuser(superuserUrl, (client) =>
    client.query<{ table: string; rights: string }>(
      `select c.relname as table, string_agg(a.privilege_type, ' ' order by a.privilege_type) as rights
         from pg_class c cross join aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
        where r.rolname = $1 group by c.relname`,
      [application],
    ),
  );
  return new Map(rows.map((row) => [row.table, row.rights]));
}

describe('migrate up', () => {
  it('applies every migration, once', async () => {
    const database = await blankDatabase();
    const none = { newer: [], differences: [] };
    expect(await migrationStatus(database.ownerUrl, 'DATABASE_URL')).toEqual({
      applied: [],
      pending: migrations,
      ...none,
    });
    expect(await migrate(database)).toEqual(migrations);
    expect(await migrate(database)).toEqual([]);
    expect(await migrationStatus(database.applicationUrl, 'DATABASE_URL')).toEqual({
      applied: migrations,
      pending: [],
      ...none,
    });
  });

  it('may be run by several at once', async () => {
    const database = await blankDatabase();
    const applied = await Promise.all([migrate(database), migrate(database), migrate(database)]);
    expect(applied.flat()).toEqual(migrations);
  });

  it('makes the role that the server works as, with its password and no powers', async () => {
    const database = await blankDatabase();
    expect(await answers(database.applicationUrl)).toBe(false);
    await migrate(database);
    expect(await answers(database.applicationUrl)).toBe(true);
    const { rows } = await asSuperuser(database.superuserUrl, (client) =>
      client.query('select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = $1', [
        database.application,
      ]),
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }]);
  });

  it('grants exactly what the server needs: history is written by the database alone', async () => {
    const database = await migratedDatabase();
    const granted = await rights(database);
    expect(granted.get('entity_version')).toBe('SELECT');
    expect(granted.get('change_set')).toBe('SELECT');
    expect(granted.get('audit_entry')).toBe('SELECT');
    expect(granted.get('organization')).toBe('INSERT SELECT');
    expect(granted.get('tombstone')).toBe('SELECT');
    expect(granted.get('history_start')).toBe('SELECT');
    expect(granted.get('retention_policy')).toBe('SELECT');
    expect(granted.get('legal_hold')).toBe('DELETE SELECT');
    expect(granted.get('post')).toBe('DELETE INSERT SELECT UPDATE');
    expect(granted.get('post_tags')).toBe('DELETE INSERT SELECT');
    expect(granted.get('migration')).toBe('SELECT');
    expect([...granted.values()].join(' ')).not.toMatch(/TRUNCATE|REFERENCES|TRIGGER|MAINTAIN/);
    expect([...granted.keys()].filter((table) => table.startsWith('audit_entry_'))).toEqual([]);
  });

  it('lets nobody but whom it is for call a function that works as the owner, or make a trigger of it', async () => {
    const database = await migratedDatabase();
    const { rows } = await asSuperuser(database.superuserUrl, (client) =>
      client.query<{ name: string }>(
        `select p.proname as name from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
         where p.pronamespace = 'palimpsest'::regnamespace and p.prosecdef and a.grantee = 0`,
      ),
    );
    expect(rows.map(({ name }) => name)).toEqual([]);
  });

  it('leaves the functions and rights of the version before as they are where a migration fails', async () => {
    const database = await migratedDatabase();
    const once = migrations.find((name) => name.endsWith('_computed_values'))!;
    const before = async () =>
      asSuperuser(database.applicationUrl, async (client) => (await client.query('select palimpsest.before()')).rows);
    await asSuperuser(database.superuserUrl, async (client) => {
      // What the version before had and this one has no more, and a migration that cannot be applied again.
      await client.query(`create function palimpsest.before() returns text language sql as $$ select 'works' $$;
        alter function palimpsest.before() owner to ${escapeIdentifier(database.owner)};
        revoke all on function palimpsest.before() from public;
        grant execute on function palimpsest.before() to ${escapeIdentifier(database.application)};
        grant truncate on entity_version to ${escapeIdentifier(database.application)}`);
      await client.query('delete from migration where name = $1', [once]);
    });
    const granted = await rights(database);
    await expect(migrate(database)).rejects.toThrow(/already exists/);
    expect(await before()).toEqual([{ before: 'works' }]);
    expect(await rights(database)).toEqual(granted);
    await asSuperuser(database.superuserUrl, (client) =>
      client.query('insert into migration (name) values ($1)', [once]),
    );
    await migrate(database);
    await expect(before()).rejects.toThrow(/does not exist/);
  });

  it('ends with one sentence where a migration fails: its name, the statement and what PostgreSQL says', async () => {
    const database = await migratedDatabase();
    const signIn = migrations.find((name) => name.endsWith('_sign_in'))!;
    await asSuperuser(database.superuserUrl, (client) =>
      client.query('delete from migration where name = $1', [signIn]),
    );
    await expect(migrate(database)).rejects.toThrow(
      new StartupError(
        `The migration ${signIn} failed at \`drop index "sign_in_attempt_window_start_index";\`, and nothing was changed: index "sign_in_attempt_window_start_index" does not exist`,
      ),
    );
  });

  it('ends with one sentence where a table is altered and nothing says what becomes of its history', async () => {
    const database = await migratedDatabase();
    await asSuperuser(database.superuserUrl, (client) => client.query('alter table tag add column color text'));
    await expect(migrate(database)).rejects.toThrow(
      new StartupError(
        'The table tag is altered (color is new), and nothing says what becomes of its history: a migration that `npm run migration` writes does, by palimpsest.begin_shape(); nothing was changed.',
      ),
    );
  });

  it('refuses a database that a newer version has migrated, and leaves it as it is', async () => {
    const database = await migratedDatabase();
    const run = (statement: string) => asSuperuser(database.superuserUrl, (client) => client.query(statement));
    await run(`insert into migration (name) values ('Migration20990101000000_next');
      comment on function palimpsest.refuse() is 'newer'`);
    await expect(migrate(database)).rejects.toThrow(
      new StartupError(
        'The database is newer than this version of the server, which does not bring its migration Migration20990101000000_next; run the version that does.',
      ),
    );
    const { rows } = await run(`select obj_description('palimpsest.refuse()'::regprocedure) as comment`);
    expect(rows).toEqual([{ comment: 'newer' }]);
    expect(await migrationStatus(database.applicationUrl, 'DATABASE_URL')).toMatchObject({
      pending: [],
      newer: ['Migration20990101000000_next'],
    });
  });

  it('takes away what was granted beyond that', async () => {
    const database = await migratedDatabase();
    await asSuperuser(database.superuserUrl, (client) =>
      client.query(`grant all on entity_version to ${escapeIdentifier(database.application)}, public`),
    );
    await migrate(database);
    expect((await rights(database)).get('entity_version')).toBe('SELECT');
  });

  it('gives the audit log its months, and back to each of them what was taken off by hand', async () => {
    const database = await migratedDatabase();
    const state = async () => {
      const { rows } = await asSuperuser(database.superuserUrl, (client) =>
        client.query<{ name: string }>(`
          select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
            array(select polname::text from pg_policy where polrelid = c.oid) as policies,
            array(select tgname::text from pg_trigger where tgrelid = c.oid and tgname like '%no_truncate') as triggers,
            (select count(*)::int from aclexplode(c.relacl) a where a.grantee <> c.relowner) as grants,
            (select count(*)::int from pg_attribute where attrelid = c.oid and attacl <> '{}') as column_grants
          from pg_inherits i join pg_class c on c.oid = i.inhrelid
          where i.inhparent = 'audit_entry'::regclass order by 1`),
      );
      return rows;
    };
    const migrated = await state();
    expect(migrated).toHaveLength(5);
    for (const { name, ...state } of migrated)
      expect(state).toEqual({
        secured: true,
        forced: true,
        policies: ['tenant'],
        triggers: [`${name}_no_truncate`],
        grants: 0,
        column_grants: 0,
      });
    await asSuperuser(database.superuserUrl, async (client) => {
      for (const { name } of migrated)
        await client.query(`
          alter table ${name} disable row level security, no force row level security;
          drop policy tenant on ${name};
          create policy everybody on ${name} using (true);
          drop trigger ${name}_no_truncate on ${name};
          grant select, delete on ${name} to public;
          grant select (before) on ${name} to ${escapeIdentifier(database.application)}`);
    });
    await migrate(database);
    expect(await state()).toEqual(migrated);
  });

  it('bounds how long the server may run a statement and a transaction, wait for a lock and sit in a transaction, and looks whether it is there', async () => {
    const database = await blankDatabase();
    await migrate(database);
    const { rows } = await asSuperuser(database.applicationUrl, (client) =>
      client.query(`select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle,
        current_setting('client_connection_check_interval') as look,
        current_setting('server_version_num')::int < 170000 or current_setting('transaction_timeout') = '4321ms' as whole`),
    );
    expect(rows).toEqual([{ statement: '1234ms', lock: '567ms', idle: '8901ms', look: '2s', whole: true }]);
  });

  it('says what to do where the owner may not make the role', async () => {
    const database = await blankDatabase('nocreaterole');
    await expect(migrate(database)).rejects.toThrow(
      new StartupError(
        `The role ${database.application} does not exist and the owner may not create it; create it, or give the owner CREATEROLE.`,
      ),
    );
  });

  it('says what to run where another administrator made the role, and is content when that was done', async () => {
    const database = await blankDatabase('nocreaterole');
    const { application, superuserUrl } = database;
    await asSuperuser(superuserUrl, (client) =>
      client.query(`create role ${escapeIdentifier(application)} login password 'secret'`),
    );
    const refusal: unknown = await migrate(database).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartupError);
    const [, statements = ''] = /have its administrator run: (.*)$/.exec(String(refusal)) ?? [];
    await asSuperuser(superuserUrl, (client) => client.query(statements));
    await expect(migrate(database)).resolves.toEqual([]);
  });

  it.each(['superuser', 'bypassrls'])('refuses an owner with %s, whom policies do not bind', async (power) => {
    const database = await blankDatabase(`createrole ${power}`);
    await expect(migrate(database)).rejects.toThrow(
      new StartupError(
        `The role ${database.owner} of MIGRATION_DATABASE_URL is a superuser or has BYPASSRLS, so that nothing keeps tenants apart in what it does; let another role own the database, as docs/deploying.md says.`,
      ),
    );
    expect(await answers(database.applicationUrl)).toBe(false);
  });

  it('goes on once a superuser has handed the tables to another role, as the documentation says', async () => {
    const database = await blankDatabase();
    const owner = escapeIdentifier(database.owner);
    await migrate(database);
    const [, handover] = /```sql\n(create role palimpsest_owner .*?)```/s.exec(
      await readFile('docs/deploying.md', 'utf8'),
    )!;
    const [, ...statements] = handover!.replaceAll('palimpsest_owner', database.owner).split('\n');
    const rest = statements
      .join('\n')
      .replace(/^alter database \S+/, `alter database ${database.owner.replace(/_owner$/, '')}`);
    await asSuperuser(database.superuserUrl, async (client) => {
      await client.query(`reassign owned by ${owner} to current_user`);
      await client.query(rest);
    });
    await expect(migrate(database)).resolves.toEqual([]);
  });

  it('wants two roles', async () => {
    const { ownerUrl } = await blankDatabase();
    expect(() => migrateUp({ ownerUrl, applicationUrl: ownerUrl, timeouts })).toThrow(/both name the role/);
  });
});
