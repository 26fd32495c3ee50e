import { retentionStatements } from '../../../src/database/installed/retention.js';
import type { RetentionSettings } from '../../../src/versioning/index.js';
import { asSuperuser } from '../../support/cluster.js';
import type { TestServer } from '../../support/test-server.js';

/** Tells a test server's database how long what is gone is kept, as `migrate up` does. */
export async function setRetention(server: TestServer, settings: RetentionSettings): Promise<void> {
  await asSuperuser(server.database.ownerUrl, (client) =>
    client.query(retentionStatements(server.orm, settings).join(';\n')),
  );
}

/** Lets everything that is stored be older, as if the days had passed; no trigger takes it for a change. */
export async function passDays({ database }: TestServer, days: number): Promise<void> {
  await asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ table: string; column: string }>(
      `select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace and not c.relispartition
         and a.attname in ('created_at', 'updated_at', 'deleted_at', 'recorded_at', 'occurred_at', 'removed_at', 'trimmed_at', 'placed_at')`,
    );
    await client.query('set session_replication_role = replica');
    for (const [table, columns] of Map.groupBy(rows, (row) => row.table)) {
      const older = columns.map(({ column }) => `"${column}" = "${column}" - make_interval(days => ${days})`);
      await client.query(`update "${table}" set ${older.join(', ')}`);
    }
    // Snapshots and audit entries tell of the row as it was; what is compared with it must be as old.
    const aged = (document: string) => `${document} || coalesce((
      select jsonb_object_agg(key, to_jsonb((${document} ->> key)::timestamptz - make_interval(days => ${days})))
      from unnest(array['created_at', 'updated_at', 'deleted_at']) key where ${document} ? key), '{}')`;
    await client.query(`update entity_version set snapshot = ${aged('snapshot')}`);
    await client.query(`update audit_entry set before = ${aged('before')}, after = ${aged('after')}`);
  });
}
