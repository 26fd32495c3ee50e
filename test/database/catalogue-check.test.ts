import { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueProblems } from '../../src/database/catalogue/catalogue-check.js';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { asSuperuser } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const month = new Date().toISOString().slice(0, 7);
const partition = `audit_entry_${month.replace('-', '_')}`;

let database: TestDatabase;
let orm: MikroORM;

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
});

afterAll(async () => {
  await orm.close();
  await database.drop();
});

describe('the catalogue check', () => {
  it('finds nothing in a migrated database', async () => {
    expect(await catalogueProblems(orm)).toEqual([]);
  });

  it.each([
    ['alter table tag disable row level security', 'row level security of tag is not enabled'],
    ['alter table entity_version no force row level security', 'row level security of entity_version is not forced'],
    ['drop policy tenant on audit_entry', 'audit_entry has no policy for all commands'],
    [
      "drop policy tenant on post; create policy reading on post for select using (tenant_id::text = current_setting('app.tenant_id'))",
      'post has no policy for all commands',
    ],
    ['create policy everybody on comment using (true)', 'the policy everybody of comment does not look at the tenant'],
    ['create table stray (tenant_id uuid)', 'tenant_id of stray may be null'],
    [
      'alter table tag add post_tenant uuid, add post_id uuid, add constraint loose foreign key (post_tenant, post_id) references post (tenant_id, id)',
      'the reference loose of tag can cross tenants',
    ],
    [
      'alter table tag add constraint named_once unique (name)',
      'the unique key named_once of tag does not begin with tenant_id, so that tenants share it',
    ],
    ['create table stray (tenant_id uuid not null)', 'row level security of stray is not enabled'],
    ['alter table organization disable row level security', 'row level security of organization is not enabled'],
    [
      `alter table ${partition} disable row level security`,
      `row level security of the partition ${partition} is not enabled`,
    ],
    [
      `alter table ${partition} no force row level security`,
      `row level security of the partition ${partition} is not forced`,
    ],
    [`drop policy tenant on ${partition}`, `the policies of the partition ${partition} are not those of audit_entry`],
    [
      'create policy everybody on audit_entry_default using (true)',
      'the policies of the partition audit_entry_default are not those of audit_entry',
    ],
    [
      'grant select on audit_entry_default to public',
      'the partition audit_entry_default can be reached past audit_entry',
    ],
    [`grant select (before) on ${partition} to public`, `the partition ${partition} can be reached past audit_entry`],
    [`drop trigger ${partition}_no_truncate on ${partition}`, `TRUNCATE of the partition ${partition} is not refused`],
    [`drop table ${partition}`, `the audit log has no partition for the month ${month}`],
    [
      `create table stray partition of audit_entry for values from ('2001-01-01Z') to ('2001-02-01Z')`,
      'row level security of the partition stray is not enabled',
    ],
    ['alter table post disable trigger post_history', 'the trigger post_history of post is disabled'],
    ['drop trigger tag_version on tag', 'the trigger tag_version of tag is missing'],
    ['alter table post_tags rename to lost', 'the table post_tags is missing'],
    ['alter collation "und-x-icu" rename to "lost"', 'the collation und-x-icu, by which lists are ordered, is missing'],
  ])('names the offender after: %s', async (statement, problem) => {
    await asSuperuser(database.superuserUrl, async (client) => {
      await client.query(statement);
    });
    try {
      expect(await catalogueProblems(orm)).toContain(problem);
    } finally {
      await orm.close();
      await database.drop();
      database = await createTestDatabase();
      orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
    }
  });
});
