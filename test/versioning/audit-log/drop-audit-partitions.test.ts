import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditLog, monthOf, monthsAgo, partitionOf } from './audit-log.js';

let log: AuditLog;
beforeEach(async () => {
  log = await AuditLog.open();
  for (const months of [4, 3, 2, 1]) {
    await log.write(monthsAgo(months), { count: months });
    await log.write(monthsAgo(months), { count: months, tenant: log.tenants[1] });
  }
  await log.addPartitions();
});
afterEach(() => log.close());

const firstOf = (months: number) => `${monthOf(monthsAgo(months))}-01T00:00:00Z`;
const held = 'The month {} of the audit log has entries of a record under legal hold.';

async function drop(...months: number[]): Promise<[string, number][]> {
  const { rows } = await log.owner.query<{ starts_at: Date; entries: string }>(
    'select * from palimpsest.drop_audit_partitions($1)',
    [months.map(firstOf)],
  );
  return rows.map(({ starts_at, entries }) => [monthOf(starts_at), Number(entries)]);
}

async function dropExpired(): Promise<[string, number, boolean][]> {
  const { rows } = await log.application.query<{ starts_at: Date; entries: string; held: boolean }>(
    'select * from palimpsest.drop_expired_audit_partitions()',
  );
  return rows.map(({ starts_at, entries, held: kept }) => [monthOf(starts_at), Number(entries), kept]);
}

async function kept(): Promise<number[]> {
  const partitions = new Set(await log.partitions());
  return [4, 3, 2, 1, 0].filter((months) => partitions.has(partitionOf(monthsAgo(months))));
}

async function hold(entityType: string, entityId: string): Promise<void> {
  await log.insert('legal_hold', {
    entity_id: entityId,
    entity_type: entityType,
    change_set_id: await log.changeSet(0),
    reason: 'a lawsuit',
    tenant_id: log.tenants[0],
  });
}

const retain = (days: number | null) =>
  log.superuser.query(`update retention_policy set history_days = $1 where entity_type = 'audit_entry'`, [days]);

describe('dropping months of the audit log', () => {
  it('removes them with everybody’s entries and notes when, by whom and how many', async () => {
    expect(await drop(4, 2)).toEqual([
      [monthOf(monthsAgo(4)), 8],
      [monthOf(monthsAgo(2)), 4],
    ]);
    expect(await kept()).toEqual([3, 1, 0]);
    const { rows } = await log.superuser.query(
      `select to_char(starts_at, 'YYYY-MM-DD HH24:MI') as starts, ends_at = starts_at + interval '1 month' as whole,
         entries, dropped_by, dropped_at > now() - interval '1 hour' as recent from audit_drop order by 1`,
    );
    const { rows: owner } = await log.owner.query<{ name: string }>('select session_user as name');
    const noted = { whole: true, dropped_by: owner[0]!.name, recent: true };
    expect(rows).toEqual([
      { starts: `${monthOf(monthsAgo(4))}-01 00:00`, entries: '8', ...noted },
      { starts: `${monthOf(monthsAgo(2))}-01 00:00`, entries: '4', ...noted },
    ]);
  });

  it('adds up what was dropped of a month in several turns', async () => {
    await drop(4);
    await log.write(monthsAgo(4), { count: 5 });
    await log.addPartitions();
    expect(await drop(4)).toEqual([[monthOf(monthsAgo(4)), 5]]);
    const { rows } = await log.application.query('select entries from audit_drop');
    expect(rows).toEqual([{ entries: '13' }]);
  });

  it.each([
    ['is not over', 0, 'The month {} of the audit log is not over.'],
    ['is yet to come', -1, 'The month {} of the audit log is not over.'],
    ['is not there', 5, /^No month of the audit log begins at /],
  ])('is refused for a month that %s, and then for all', async (_, months, message) => {
    const sentence = typeof message === 'string' ? message.replace('{}', monthOf(monthsAgo(months))) : message;
    await expect(drop(4, months)).rejects.toThrow(sentence);
    expect(await kept()).toEqual([4, 3, 2, 1, 0]);
    expect((await log.superuser.query('select from audit_drop')).rowCount).toBe(0);
  });

  it('is not for the role of the server', async () => {
    await expect(log.application.query('select palimpsest.drop_audit_partitions($1)', [[firstOf(4)]])).rejects.toThrow(
      'permission denied for function drop_audit_partitions',
    );
    await expect(log.application.query('insert into audit_drop (starts_at) values (now())')).rejects.toThrow(
      'permission denied for table audit_drop',
    );
  });

  it('is refused while a record with entries of that month is under legal hold', async () => {
    const entityId = randomUUID();
    await log.write(monthsAgo(3), { entityId });
    await log.addPartitions();
    await hold('post', entityId);
    await expect(drop(4, 3)).rejects.toThrow(held.replace('{}', monthOf(monthsAgo(3))));
    expect(await kept()).toEqual([4, 3, 2, 1, 0]);
    await log.superuser.query('delete from legal_hold');
    expect(await drop(4, 3)).toHaveLength(2);
  });

  it('is refused while what owns such a record is under legal hold', async () => {
    const [post, comment] = [randomUUID(), randomUUID()];
    await log.write(monthsAgo(3), { entityId: comment, entityType: 'comment' });
    await log.insert('entity_version', {
      entity_id: comment,
      version: 1,
      shape: 1,
      entity_type: 'comment',
      operation: 'CREATE',
      snapshot: { id: comment, post_id: post },
      changed: '[]',
      change_set_id: await log.changeSet(0),
      tenant_id: log.tenants[0],
    });
    await hold('post', post);
    await expect(drop(3)).rejects.toThrow(held.replace('{}', monthOf(monthsAgo(3))));
  });

  it('waits for a legal hold that is being placed, and gives way to it', async () => {
    const officer = await log.connect();
    await officer.query('begin');
    await officer.query("select set_config('app.tenant_id', $1, true)", [log.tenants[0]]);
    const [changeSet, record] = [await log.changeSet(0), randomUUID()];
    await officer.query("insert into tag (id, name) values ($1, 'in a lawsuit')", [record]);
    await officer.query("insert into legal_hold values ($1, 'tag', $2, 'a lawsuit')", [record, changeSet]);
    await expect(drop(4)).rejects.toThrow('The tables are in use by a long transaction; nothing was changed.');
    await officer.query('commit');
    await officer.end();
    expect(await kept()).toEqual([4, 3, 2, 1, 0]);
  });

  it('takes along the change sets that nothing else tells of', async () => {
    const [first, second] = log.tenants;
    const told = { tenant_id: first, entity_type: 'post', version: 1 };
    const ids: Record<string, string> = {};
    for (const name of ['audited', 'versioned', 'buried', 'holding', 'later', 'younger'])
      ids[name] = await log.changeSet(name === 'younger' ? 3 : 4);
    ids.theirs = await log.changeSet(4, second);
    ids.alone = await log.changeSet(4);
    for (const name of ['audited', 'versioned', 'buried', 'holding', 'later', 'theirs'])
      await log.write(monthsAgo(4), { changeSetId: ids[name]!, tenant: name === 'theirs' ? second : first });
    await log.write(monthsAgo(3), { changeSetId: ids.later! });
    const version = { ...told, shape: 1, operation: 'CREATE', snapshot: '{}', changed: '[]' };
    await log.insert('entity_version', { ...version, entity_id: randomUUID(), change_set_id: ids.versioned });
    await log.insert('tombstone', { ...told, entity_id: randomUUID(), change_set_id: ids.buried });
    const { version: _, ...about } = told;
    await log.insert('legal_hold', {
      ...about,
      entity_id: randomUUID(),
      change_set_id: ids.holding,
      reason: 'a lawsuit',
    });

    expect(await drop(4)).toEqual([[monthOf(monthsAgo(4)), 14]]);
    const { rows } = await log.superuser.query<{ id: string }>('select id from change_set');
    const left = new Set(rows.map(({ id }) => id));
    expect(Object.keys(ids).filter((name) => left.has(ids[name]!))).toEqual([
      'versioned',
      'buried',
      'holding',
      'later',
      'younger',
    ]);
    await drop(3);
    const { rows: rest } = await log.superuser.query<{ id: string }>('select id from change_set where id = $1', [
      ids.younger,
    ]);
    expect(rest).toEqual([]);
  });

  it('makes nobody fail who reads and writes meanwhile, in whatever order', async () => {
    const ending = new AbortController();
    const [tenant] = log.tenants;
    const repeat = async (...statements: [string, unknown[]?][]) => {
      const client = await log.connect('ownerUrl');
      let rounds = 0;
      for (; !ending.signal.aborted || rounds === 0; rounds++) {
        await client.query('begin');
        await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
        for (const [statement, values] of statements) await client.query(statement, values);
        await client.query('commit');
      }
      await client.end();
      return rounds;
    };
    const begin =
      "insert into change_set (id, actor_kind, actor_id, source) values (gen_random_uuid(), 'USER', 'x', 'API')";
    const audit =
      "insert into audit_entry (action, change_set_id) select 'x.y', id from change_set where xid = pg_current_xact_id()";
    const others = [
      repeat([begin], [audit]),
      repeat([begin], [audit]),
      repeat(["insert into audit_entry (action) values ('x.y')"], [begin]),
      repeat(['select count(*) from audit_entry'], ['select count(*) from change_set']),
      repeat(['select from change_set limit 1'], ['select from audit_entry where occurred_at < $1', [monthsAgo(2)]]),
    ];
    for (const months of [4, 3, 2]) {
      await drop(months);
      await log.superuser.query(`drop table if exists ${partitionOf(monthsAgo(-3))}`);
      await log.write(monthsAgo(9 - months), { count: 100, changeSetId: await log.changeSet(9 - months) });
      await log.addPartitions();
    }
    ending.abort();
    for (const rounds of await Promise.all(others)) expect(rounds).toBeGreaterThan(0);
    expect(await kept()).toEqual([1, 0]);
    expect(await log.partitions()).toContain(partitionOf(monthsAgo(7)));
  });

  it('gives up where a long transaction reads the log, and changes nothing', async () => {
    const reader = await log.connect();
    await reader.query('begin; select from audit_entry');
    await expect(drop(4)).rejects.toThrow('The tables are in use by a long transaction; nothing was changed.');
    await reader.end();
    expect(await kept()).toEqual([4, 3, 2, 1, 0]);
    expect((await log.superuser.query('select from audit_drop')).rowCount).toBe(0);
  });
});

describe('what the retention policy says of the audit log', () => {
  /** So many days that the month before is just over, and the one before that expired. */
  const sinceLastMonth = () => Math.ceil((Date.now() - Date.parse(firstOf(1))) / 86_400_000) - 1;

  it.each([
    ['is nothing', async () => undefined],
    ['sets no limit', () => retain(null)],
    ['keeps them for longer', () => retain(1000)],
  ])('keeps all months where it %s', async (_, prepare) => {
    await prepare();
    expect(await dropExpired()).toEqual([]);
    expect(await kept()).toEqual([4, 3, 2, 1, 0]);
  });

  it('drops the months that ended longer ago, as the role of the server', async () => {
    await retain(sinceLastMonth());
    expect(await dropExpired()).toEqual([4, 3, 2].map((months) => [monthOf(monthsAgo(months)), 2 * months, false]));
    expect(await kept()).toEqual([1, 0]);
    expect(await dropExpired()).toEqual([]);
  });

  it('never drops a month that is not over', async () => {
    await retain(0);
    await dropExpired();
    expect(await kept()).toEqual([0]);
  });

  it('leaves a month that a legal hold keeps, and says so', async () => {
    const entityId = randomUUID();
    await log.write(monthsAgo(3), { entityId });
    await hold('post', entityId);
    await retain(sinceLastMonth());
    expect(await dropExpired()).toEqual([
      [monthOf(monthsAgo(3)), 7, true],
      [monthOf(monthsAgo(4)), 8, false],
      [monthOf(monthsAgo(2)), 4, false],
    ]);
    expect(await kept()).toEqual([3, 1, 0]);
  });
});
