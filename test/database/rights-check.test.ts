import { MikroORM } from '@mikro-orm/postgresql';
import { escapeIdentifier } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { catalogueProblems } from '../../src/database/catalogue/catalogue-check.js';
import { functions } from '../../src/database/installed/functions.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { rightsProblems } from '../../src/database/roles/rights-check.js';
import { asSuperuser, timeouts } from '../support/cluster.js';
import { migratedDatabases } from '../support/migrated-databases.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('the check of rights', () => {
  let database: TestDatabase;
  let orm: MikroORM;
  let role: string;

  const run = (statement: string) =>
    asSuperuser(database.superuserUrl, (client) => client.query(statement.replaceAll('$role', escapeIdentifier(role))));

  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
    role = new URL(database.applicationUrl).username;
  });

  afterAll(async () => {
    await orm.close();
    await database.drop();
  });

  beforeEach(() => migrateUp({ ...database, timeouts }));

  it('finds nothing in a migrated database', async () => {
    expect(await rightsProblems(orm)).toEqual([]);
  });

  it.each([
    ['grant truncate on entity_version to $role', 'has TRUNCATE on entity_version'],
    ['grant update on entity_version to $role', 'has UPDATE on entity_version'],
    ['grant delete on audit_entry to public', 'has DELETE on audit_entry, through PUBLIC'],
    ['grant trigger on post to $role', 'has TRIGGER on post'],
    ['grant references on "user" to $role', 'has REFERENCES on user'],
    ['grant update (tenant_id) on change_set to $role', 'has UPDATE on the column tenant_id of change_set'],
    ['grant select (slug) on organization to public', 'has SELECT on the column slug of organization, through PUBLIC'],
    ['grant insert (recorded_at) on change_set to $role', 'has INSERT on the column recorded_at of change_set'],
    ['revoke insert (reason) on change_set from $role', 'lacks INSERT on the column reason of change_set'],
    ['grant update on organization to $role', 'has UPDATE on organization'],
    ['revoke update on post from $role', 'lacks UPDATE on post'],
    ['revoke execute on function palimpsest.tenants() from $role', 'lacks EXECUTE on palimpsest.tenants()'],
  ])('names what is missing and what is too much after: %s', async (statement, problem) => {
    await run(statement);
    expect(await rightsProblems(orm)).toEqual([`the role ${role} ${problem}`]);
    expect(await catalogueProblems(orm)).toContain(`the role ${role} ${problem}`);
  });

  it('leaves alone what belongs to an extension, and nothing else that others have made', async () => {
    await run(`create extension pg_stat_statements; create view everything as select * from audit_entry;
      grant select on everything to public`);
    expect(await rightsProblems(orm)).toEqual([`the role ${role} has SELECT on everything, through PUBLIC`]);
    await run('drop extension pg_stat_statements; drop view everything');
  });

  it('lets strangers lock or read nobody’s rights', async () => {
    const { rows } = await run(
      `select proname as name from pg_proc p where pronamespace = 'palimpsest'::regnamespace
         and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)`,
    );
    const names = rows.map(({ name }) => name as string);
    // Whoever writes by SQL calls these, and they do only what the caller may do.
    expect(names).toContain('attribute');
    for (const name of ['begin_session', 'rights_of', 'credential', 'has_administrator', 'keep_rights']) {
      expect(names).not.toContain(name);
    }
  });

  it('lets whoever may change users do so, though they may not call what that calls', async () => {
    const other = escapeIdentifier(`${role}_other`);
    await run(`create role ${other}; grant update, select on "user" to ${other};
      insert into organization (id, slug, name) values ('019f0000-0000-7000-8000-000000000001', 'acme', 'Acme');
      insert into "user" (id, tenant_id, email, display_name, role) values
        ('019f0000-0000-7000-8000-000000000002', '019f0000-0000-7000-8000-000000000001', 'a@acme.example', 'A', 'ADMIN'),
        ('019f0000-0000-7000-8000-000000000003', '019f0000-0000-7000-8000-000000000001', 'b@acme.example', 'B', 'ADMIN')`);
    const demote = (id: string) =>
      run(`set role ${other}; set app.tenant_id = '019f0000-0000-7000-8000-000000000001';
        update "user" set role = 'VIEWER' where id = '019f0000-0000-7000-8000-00000000000${id}'`);
    try {
      await demote('2');
      await expect(demote('3')).rejects.toThrow('The last administrator');
    } finally {
      await run(`drop owned by ${other}; drop role ${other}`);
    }
  });

  it('names a function that is for the owner alone and can be called', async () => {
    expect(
      await rightsProblems(
        orm,
        functions.filter(({ name }) => name === 'tenants').map((tenants) => ({ ...tenants, callers: 'owner' })),
      ),
    ).toEqual([`the role ${role} has EXECUTE on palimpsest.tenants()`]);
  });
});

describe('the check of rights that come through another role', () => {
  const migratedDatabase = migratedDatabases();

  it.each([
    ['grant truncate on audit_entry to $group', 'has TRUNCATE on audit_entry, through $group'],
    ['grant all on table audit_entry_default to $group', 'has DELETE on audit_entry_default, through $group'],
    ['grant update (reason) on change_set to $group', 'has UPDATE on the column reason of change_set, through $group'],
    ['grant pg_write_all_data to $group', 'has DELETE on entity_version, through $group'],
    ['alter table tag owner to $group', 'owns tables (tag), or can become their owner'],
    ['alter role $group bypassrls', 'has BYPASSRLS, or can become a role that has'],
    [
      'grant set on parameter session_replication_role to $group',
      'has SET on session_replication_role, which switches triggers off, through $group',
    ],
  ])('finds them, inherited or not, after: %s', async (statement, problem) => {
    // The role of the other tests must not get these rights, not even for a moment.
    const database = await migratedDatabase();
    const [role, group] = [database.application, `${database.application}_group`];
    const run = (statement: string) => asSuperuser(database.superuserUrl, (client) => client.query(statement));
    await run(`create role ${group}; ${statement.replace('$group', group)}`);
    onTestFinished(async () => {
      await run(`drop owned by ${group} cascade; drop role ${group}`);
    });
    for (const how of ['inherit', 'noinherit']) {
      await run(`alter role ${role} ${how}; grant ${group} to ${role}`);
      const orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
      expect(await rightsProblems(orm)).toContain(`the role ${role} ${problem.replace('$group', group)}`);
      await orm.close();
      await run(`revoke ${group} from ${role}`);
    }
  });
});
