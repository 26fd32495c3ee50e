import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog, monthsAgo, partitionOf } from './audit-log.js';

let log: AuditLog;
beforeAll(async () => {
  log = await AuditLog.open();
});
afterAll(() => log.close());

const drop = (...months: number[]) =>
  log.superuser.query(`drop table ${months.map((n) => partitionOf(monthsAgo(n))).join(', ')}`);

describe('the months of the audit log', () => {
  it('are there in a migrated database, the current one and three ahead', async () => {
    const expected = [0, -1, -2, -3].map((n) => partitionOf(monthsAgo(n)));
    expect(await log.partitions()).toEqual([...expected, 'audit_entry_default']);
    expect(await log.addPartitions()).toEqual([]);
  });

  it('are made where they are missing, by the role of the server', async () => {
    await drop(0, -2);
    expect(await log.addPartitions()).toEqual([partitionOf(monthsAgo(0)), partitionOf(monthsAgo(-2))]);
    expect(await log.addPartitions()).toEqual([]);
  });

  it('are made once by several at once', async () => {
    await drop(0, -1, -2, -3);
    const others = await Promise.all([log.connect(), log.connect(), log.connect()]);
    const made = await Promise.all(others.map((client) => log.addPartitions(client)));
    expect(made.flat().toSorted()).toEqual([0, -1, -2, -3].map((n) => partitionOf(monthsAgo(n))));
    for (const client of others) await client.end();
  });

  it('take over the entries of everybody from the default partition', async () => {
    await drop(0);
    for (const tenant of log.tenants) {
      const changeSetId = await log.changeSet(0, tenant);
      await log.write(monthsAgo(0), { tenant, count: 2, changeSetId });
      await log.write(monthsAgo(26), { tenant, count: 3 });
    }
    await log.superuser.query(
      "insert into audit_entry (occurred_at, action, tenant_id) values ('infinity', 'nothing.happened', $1)",
      [log.tenants[0]],
    );
    expect(await log.entriesByPartition()).toEqual({ audit_entry_default: 11 });
    expect(await log.addPartitions()).toEqual([partitionOf(monthsAgo(26)), partitionOf(monthsAgo(0))]);
    expect(await log.entriesByPartition()).toEqual({
      [partitionOf(monthsAgo(26))]: 6,
      [partitionOf(monthsAgo(0))]: 4,
      audit_entry_default: 1,
    });
    expect(await log.addPartitions()).toEqual([]);
  });

  it('leave the session working for nobody', async () => {
    await log.application.query('begin');
    await log.application.query("select set_config('app.tenant_id', $1, true)", [log.tenants[0]]);
    await log.addPartitions();
    const { rows } = await log.application.query("select current_setting('app.tenant_id', true) as tenant");
    await log.application.query('rollback');
    expect(rows).toEqual([{ tenant: '' }]);
  });

  it('are not made without end', async () => {
    for (const ahead of ['-1', '13', 'null'])
      await expect(log.application.query(`select palimpsest.add_audit_partitions(${ahead})`)).rejects.toThrow(
        /^months_ahead is .+; it must be 0 to 12\.$/,
      );
  });

  it('wait for a long transaction without holding up others, and then give up', async () => {
    await drop(0);
    const verifier = await log.connect();
    await verifier.query('begin; select from audit_entry');
    const outcome = log.addPartitions().catch((error: Error) => error.message);
    const writer = await log.connect();
    for (let n = 0; n < 5; n++) {
      await writer.query('begin');
      await writer.query("select set_config('app.tenant_id', $1, true)", [log.tenants[0]]);
      await writer.query(`select palimpsest.record_event('{"action": "session.signIn"}')`);
      await writer.query('commit');
    }
    expect(await outcome).toBe('The tables are in use by a long transaction; nothing was changed.');
    await verifier.query('rollback');
    expect(await log.addPartitions()).toEqual([partitionOf(monthsAgo(0))]);
    for (const client of [verifier, writer]) await client.end();
  });
});

const instants: Record<string, Date | string> = {
  audit_entry_default: 'infinity',
  [partitionOf(monthsAgo(0))]: monthsAgo(0),
  [partitionOf(monthsAgo(26))]: monthsAgo(26),
};

describe.each(Object.keys(instants))('%s', (partition) => {
  it('cannot be read or written by the role of the server', async () => {
    for (const statement of [`select from ${partition}`, `insert into ${partition} (action) values ('x.y')`])
      await expect(log.application.query(statement)).rejects.toThrow('permission denied');
  });

  it('shows its owner the entries of the tenant that the session works for, and nobody else’s', async () => {
    for (const tenant of log.tenants)
      await log.superuser.query(`insert into ${partition} (occurred_at, action, tenant_id) values ($1, 'x.y', $2)`, [
        instants[partition],
        tenant,
      ]);
    await log.owner.query('begin');
    expect((await log.owner.query(`select from ${partition}`)).rowCount).toBe(0);
    await log.owner.query("select set_config('app.tenant_id', $1, true)", [log.tenants[1]]);
    const { rows } = await log.owner.query(`select distinct tenant_id from ${partition}`);
    await log.owner.query('rollback');
    expect(rows.map(({ tenant_id }) => tenant_id)).toEqual([log.tenants[1]]);
  });

  it('is not emptied by its owner nor anybody else', async () => {
    for (const client of [log.owner, log.superuser])
      await expect(client.query(`truncate ${partition}`)).rejects.toThrow(`TRUNCATE of ${partition} is refused`);
    await expect(log.application.query(`truncate ${partition}`)).rejects.toThrow('permission denied');
  });
});
