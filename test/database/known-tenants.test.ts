import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';

it('the migration that keeps whose rows there are finds them in every table, partitioned ones too', async () => {
  const { superuserUrl, ownerUrl, applicationUrl } = await blankDatabase();
  const migrate = () => migrateUp({ ownerUrl, applicationUrl, timeouts });
  const known = (await migrate()).find((name) => name.endsWith('_known_tenants'))!;
  const [ofTombstone, ofEntry] = [randomUUID(), randomUUID()];
  await asSuperuser(superuserUrl, async (client) => {
    // As it was before that migration, with rows of two organizations that are not there and left no change set.
    await client.query(`
      drop trigger change_set_known on change_set;
      drop trigger organization_known on organization;
      drop trigger organization_kept on organization;
      drop trigger organization_no_truncate on organization;
      alter table job_run drop constraint job_run_check;
      drop table known_tenant`);
    await client.query('delete from migration where name = $1', [known]);
    await client.query('set session_replication_role = replica');
    await client.query(
      `insert into tombstone (entity_id, entity_type, version, change_set_id, tenant_id)
       values (gen_random_uuid(), 'tag', 1, gen_random_uuid(), $1)`,
      [ofTombstone],
    );
    await client.query(
      `insert into audit_entry (id, action, actor_kind, actor_id, tenant_id)
       values (gen_random_uuid(), 'user.signInFailed', 'USER', 'x', $1)`,
      [ofEntry],
    );
  });
  expect(await migrate()).toEqual([known]);
  await asSuperuser(superuserUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from known_tenant');
    expect(rows.map(({ id }) => id).toSorted()).toEqual([ofTombstone, ofEntry].toSorted());
  });
});
