import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

/** An instant in the month that lies so many months back (or ahead, where negative): its 15th, noon, UTC. */
export function monthsAgo(months: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15, 12));
}

/** `2026-11` */
export const monthOf = (instant: Date) => instant.toISOString().slice(0, 7);

/** `audit_entry_2026_11` */
export const partitionOf = (instant: Date) => `audit_entry_${monthOf(instant).replace('-', '_')}`;

interface Entries {
  readonly tenant: string;
  readonly count: number;
  readonly entityType: string;
  /** Of one record; of one each where absent. */
  readonly entityId: string;
  readonly changeSetId: string;
}

/** A database with two organizations, looked at as each of the three roles. */
export class AuditLog {
  private constructor(
    readonly database: TestDatabase,
    readonly superuser: Client,
    readonly owner: Client,
    readonly application: Client,
    readonly tenants: readonly [string, string],
  ) {}

  static async open(): Promise<AuditLog> {
    const database = await createTestDatabase();
    const { superuserUrl, ownerUrl, applicationUrl } = database;
    const clients = [superuserUrl, ownerUrl, applicationUrl].map(
      (connectionString) => new Client({ connectionString, options: '-c timezone=UTC' }),
    );
    for (const client of clients) await client.connect();
    const [superuser, owner, application] = clients as [Client, Client, Client];
    const tenants = [randomUUID(), randomUUID()] as const;
    for (const [n, id] of tenants.entries())
      await superuser.query('insert into organization (id, slug, name) values ($1, $2, $2)', [id, `tenant-${n}`]);
    return new AuditLog(database, superuser, owner, application, tenants);
  }

  /** One more connection, as the server's role or as the owner of the tables, whose functions write the log. */
  async connect(url: 'applicationUrl' | 'ownerUrl' = 'applicationUrl'): Promise<Client> {
    const client = new Client({ connectionString: this.database[url] });
    await client.connect();
    return client;
  }

  async close(): Promise<void> {
    for (const client of [this.superuser, this.owner, this.application]) await client.end();
    await this.database.drop();
  }

  /** Writes entries past all policies, wherever the log then has a place for them. */
  async write(occurredAt: Date, entries: Partial<Entries> = {}): Promise<void> {
    const { tenant = this.tenants[0], count = 1, entityType = 'post', entityId, changeSetId } = entries;
    await this.superuser.query(
      `insert into audit_entry (occurred_at, action, entity_type, entity_id, before, change_set_id, tenant_id)
       select $1::timestamptz + n * interval '1 microsecond', 'post.update', $2, coalesce($3::uuid, gen_random_uuid()),
         '{"title": "a \\"quoted\\" line\\nand another", "price": 12345678901234567890.10}', $4, $5
       from generate_series(1, $6) n`,
      [occurredAt, entityType, entityId, changeSetId, tenant, count],
    );
  }

  /** A row past all triggers, so that it can be there by itself. */
  async insert(table: string, row: Record<string, unknown>): Promise<void> {
    const columns = Object.keys(row);
    await this.superuser.query('begin; set local session_replication_role = replica');
    await this.superuser.query(
      `insert into ${table} (${columns.join()}) values (${columns.map((_, n) => `$${n + 1}`).join()})`,
      Object.values(row),
    );
    await this.superuser.query('commit');
  }

  /** @returns the id of one of that month */
  async changeSet(months: number, tenant = this.tenants[0]): Promise<string> {
    const id = randomUUID();
    const by = { actor_kind: 'SYSTEM', actor_id: 'test', source: 'CLI' };
    await this.insert('change_set', { id, ...by, recorded_at: monthsAgo(months), tenant_id: tenant });
    return id;
  }

  /** How many entries lie where, past all policies. */
  async entriesByPartition(): Promise<Record<string, number>> {
    const { rows } = await this.superuser.query<{ partition: string; count: number }>(
      'select tableoid::regclass::text as partition, count(*)::int as count from audit_entry group by 1 order by 1',
    );
    return Object.fromEntries(rows.map(({ partition, count }) => [partition, count]));
  }

  async partitions(): Promise<string[]> {
    const { rows } = await this.superuser.query<{ partition: string }>(
      "select inhrelid::regclass::text as partition from pg_inherits where inhparent = 'audit_entry'::regclass order by 1",
    );
    return rows.map(({ partition }) => partition);
  }

  /** Makes partitions as the periodic job does. */
  async addPartitions(client = this.application): Promise<string[]> {
    const { rows } = await client.query<{ name: string }>('select palimpsest.add_audit_partitions() as name');
    return rows.map(({ name }) => name);
  }
}
