import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const tenant = randomUUID();
const rows = 300;

let database: TestDatabase;
let superuser: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  await superuser.query(`insert into organization (id, slug, name) values ($1, 'acme', 'Acme')`, [tenant]);
  await superuser.query(`select set_config('app.tenant_id', $1, false), set_config('track_functions', 'all', false)`, [
    tenant,
  ]);
});

afterAll(async () => {
  await superuser.end();
  await database.drop();
});

/** Runs statements in one transaction. @returns how often each function of the net was called in it */
async function calls(...statements: string[]): Promise<Record<string, number>> {
  const counted = async () => {
    const { rows } = await superuser.query<{ name: string; calls: number }>(
      'select funcname as name, calls::int from pg_stat_xact_user_functions',
    );
    return new Map(rows.map(({ name, calls }) => [name, calls]));
  };
  await superuser.query('begin');
  // PostgreSQL has not put by all of what was before.
  const before = await counted();
  for (const statement of statements) await superuser.query(statement);
  await superuser.query('set constraints tag_history immediate');
  await superuser.query('set constraints pending_change_record immediate');
  const after = await counted();
  await superuser.query('commit');
  return Object.fromEntries([...after].map(([name, calls]) => [name, calls - (before.get(name) ?? 0)]));
}

async function versions(): Promise<unknown[]> {
  const { rows } = await superuser.query(
    `select v.version, v.operation, count(*)::int, count(distinct v.change_set_id)::int as sets,
       count(a.id)::int as audits, count(*) filter (where v.snapshot ->> 'version' = v.version::text)::int as whole
     from entity_version v left join audit_entry a on a.entity_id = v.entity_id and a.version = v.version
       and a.change_set_id = v.change_set_id and a.occurred_at = v.recorded_at
     group by 1, 2 order by 1`,
  );
  return rows;
}

it('What SQL does to many rows is recorded, compared and checked once, not once a row', async () => {
  const inserted = await calls(
    `insert into tag (id, name) select gen_random_uuid(), 'tag ' || n from generate_series(1, ${rows}) n`,
  );
  expect(inserted).toMatchObject({ record_change: rows, record_changes: 1, write_versions: 1, check_versions: 1 });
  const once = { count: rows, sets: 1, audits: rows, whole: rows };
  expect(await versions()).toEqual([{ version: 1, operation: 'CREATE', ...once }]);

  // Two changes of a record follow each other.
  const updated = await calls(
    `update tag set name = name || '!'`,
    `update tag set name = name || '?' where name like '%7!'`,
  );
  expect(updated).toMatchObject({ record_updates: 2, record_changes: 1, write_versions: 2, check_versions: 2 });
  expect(updated['record_change'] ?? 0).toBe(0);
  const twice = { count: rows / 10, sets: 1, audits: rows / 10, whole: rows / 10 };
  expect(await versions()).toEqual([
    { version: 1, operation: 'CREATE', ...once },
    { version: 2, operation: 'UPDATE', ...once },
    { version: 3, operation: 'UPDATE', ...twice },
  ]);
});

it('The more rows there are, the more of the others each does not look at', async () => {
  const read = async () => {
    const { rows: counted } = await superuser.query<{ read: number }>(
      `select (sum(seq_tup_read) + sum(idx_tup_fetch))::int as read from pg_stat_xact_user_tables
       where relname = 'pending_change' or relname like 'audit\\_entry%' or relname = 'entity_version'`,
    );
    return counted[0]!.read;
  };
  // As a database is that has just been looked over: it expects the tables to be as small as they were.
  await superuser.query('vacuum analyze');
  for (const statement of [
    `insert into tag (id, name) select gen_random_uuid(), 'more ' || n from generate_series(1, 1000) n`,
    `update tag set name = name || '!' where name like 'more %'`,
  ]) {
    await superuser.query('begin');
    const before = await read();
    await superuser.query(statement);
    await superuser.query('set constraints tag_history immediate');
    await superuser.query('set constraints pending_change_record immediate');
    const after = await read();
    await superuser.query('rollback');
    expect((after - before) / 1000).toBeLessThan(20);
    if (statement.startsWith('insert')) await superuser.query(statement);
  }
});

it('Nothing that many rows do is the dearer the more versions there are of others', async () => {
  const read = async () => {
    const { rows: counted } = await superuser.query<{ read: number }>(
      `select (sum(seq_tup_read) + sum(idx_tup_fetch))::int as read from pg_stat_xact_user_tables where relname = 'entity_version'`,
    );
    return counted[0]!.read;
  };
  const perRow = async () => {
    await superuser.query('vacuum analyze');
    await superuser.query('begin');
    const before = await read();
    await superuser.query(`update tag set name = name || '!' where name like 'more %'`);
    await superuser.query('set constraints tag_history immediate');
    await superuser.query('set constraints pending_change_record immediate');
    const after = await read();
    await superuser.query('commit');
    return (after - before) / 1000;
  };
  const few = await perRow();
  for (let times = 0; times < 3; times += 1) await superuser.query(`update tag set name = name || '.'`);
  expect(await perRow()).toBeLessThan(few + 1);
});

it('A row that a statement leaves as it was gets no version, whatever else it changes', async () => {
  await superuser.query('begin');
  try {
    // What a column has by default since it was added is in no row.
    await superuser.query(`alter table tag add later text not null default 'kept'`);
    const { rows: some } = await superuser.query<{ id: string; version: number }>(
      `update tag set name = case when name like '%7!?%' then name || ' more' else name end, later = 'kept' returning id, version`,
    );
    const { rows: waiting } = await superuser.query(
      'select entity_id as id, version from pending_change order by entity_id',
    );
    const { rows: changed } = await superuser.query(`select id, version from tag where name like '% more' order by id`);
    expect(changed.length).toBeGreaterThan(0);
    expect(some.length).toBeGreaterThan(changed.length);
    expect(waiting).toEqual(changed);
  } finally {
    await superuser.query('rollback');
  }
});

it('A table is not altered between a change and its version', async () => {
  const change = `update tag set name = name || '' || '-' where name like '%17!%'`;
  const inTransaction = async (...statements: string[]) => {
    await superuser.query('begin');
    try {
      for (const statement of statements) await superuser.query(statement);
    } finally {
      await superuser.query('rollback');
    }
  };
  const record = 'set constraints pending_change_record immediate';
  for (const alter of ['add pages int', 'drop updated_by cascade', 'rename updated_by to changed_by']) {
    await expect(inTransaction(change, `alter table tag ${alter}`, record)).rejects.toThrow(
      'The table tag was altered after rows of it were changed in the same transaction.',
    );
  }
  // The other way round each version is of the table as it is.
  await inTransaction('alter table tag add pages int', change, record);
  await inTransaction(change, record, 'alter table tag add pages int');
});

it('Nothing waits once its transaction has ended', async () => {
  await superuser.query(`update tag set name = name || '.'`);
  expect((await superuser.query('select from pending_change')).rowCount).toBe(0);
});

it('Rows of several organizations in one statement are each recorded for theirs', async () => {
  const other = randomUUID();
  await superuser.query(`insert into organization (id, slug, name) values ($1, 'other', 'Other')`, [other]);
  await superuser.query(`insert into tag (id, name, tenant_id) values (gen_random_uuid(), 'theirs', $1)`, [other]);
  await superuser.query(`update tag set name = name || ','`);
  const { rows } = await superuser.query(
    `select count(*)::int, bool_and(v.tenant_id = t.tenant_id) as own from tag t
     join entity_version v on v.entity_id = t.id and v.version = t.version`,
  );
  const { rows: all } = await superuser.query('select count(*)::int from tag');
  expect(rows).toEqual([{ count: all[0].count, own: true }]);

  // Whoever changes them goes on working for whom it has said, or for nobody.
  for (const whom of [tenant, other, '']) {
    await superuser.query('begin');
    await superuser.query(`select set_config('app.tenant_id', $1, true)`, [whom]);
    await superuser.query(`update tag set name = name || ';'`);
    const { rows: session } = await superuser.query(`select current_setting('app.tenant_id') as whom`);
    await superuser.query('rollback');
    expect(session).toEqual([{ whom }]);
  }
});
