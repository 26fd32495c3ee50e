import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import type { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { type AuditFilter, type AuditRow, readAuditLog } from '../../../src/versioning/read/audit/audit-reader.js';
import type { Page, PageRequest } from '../../../src/versioning/read/lists/page.js';
import { planOf, type PlanNode, watched } from '../../support/query-plan.js';
import { AuditLog, monthOf, monthsAgo, partitionOf } from './audit-log.js';

interface Reading {
  readonly page: Page<AuditRow>;
  /** The nodes of the plan by which PostgreSQL found the page. */
  readonly plan: readonly PlanNode[];
  /** The partitions that it looked into. */
  readonly partitions: readonly string[];
}

const perMonth = 5000;

let log: AuditLog;
let orm: MikroORM;

beforeAll(async () => {
  log = await AuditLog.open();
  for (const months of [0, 1, 2, 3])
    for (const tenant of log.tenants) await log.write(monthsAgo(months), { count: perMonth, tenant });
  await log.addPartitions();
  await log.superuser.query('vacuum analyze audit_entry');
  orm = await MikroORM.init(ormOptions({ url: log.database.applicationUrl }));
});

afterAll(async () => {
  await orm.close();
  await log.close();
});

const firstOf = (months: number) => `${monthOf(monthsAgo(months))}-01T00:00:00Z`;
const partitions = (...months: number[]) => months.map((n) => partitionOf(monthsAgo(n)));
const kinds = ({ plan }: Reading) => new Set(plan.map((node) => node['Node Type']));

describe('The audit log', () => {
  it('is read newest first out of its indexes, without sorting more than a page', async () => {
    const reading = await read({}, { first: 20 });
    expect(reading.page.items).toHaveLength(20);
    expect(kinds(reading)).toEqual(new Set(['Limit', 'Result', 'Incremental Sort', 'Merge Append', 'Index Scan']));
    const scans = reading.plan.filter((node) => node['Node Type'] === 'Index Scan');
    expect(scans.reduce((rows, node) => rows + node['Actual Rows'], 0)).toBeLessThan(100);
  });

  it('is read by time out of the months in question alone', async () => {
    const months = await read({ from: firstOf(2), to: firstOf(0) }, { first: 20 });
    expect(months.partitions).toEqual(partitions(2, 1));
    expect(kinds(months)).toEqual(new Set(['Limit', 'Result', 'Incremental Sort', 'Append', 'Index Scan']));
    expect((await read({ from: firstOf(2), to: firstOf(1) }, { last: 5 })).partitions).toEqual(partitions(2));
    const { totalCount } = months.page;
    expect(await totalCount()).toBe(2 * perMonth);
  });

  it('is read on from a cursor without the months that lie on its other side', async () => {
    const { page } = await read({ from: firstOf(2), to: firstOf(1) }, { first: 1 });
    const { cursor, item } = page.items[0]!;
    const older = await read({}, { first: 20, after: cursor });
    expect(older.partitions).toEqual([...partitions(3, 2), 'audit_entry_default']);
    expect([...kinds(older)]).not.toContain('Sort');
    const newer = await read({ to: firstOf(0) }, { last: 20, before: cursor });
    expect(newer.partitions).toEqual(partitions(2, 1));
    expect(newer.page.items.at(-1)!.item.occurredAt > item.occurredAt).toBe(true);
  });

  it('is the same whether it is read in one direction or the other, a page at a time', async () => {
    const filter = { from: new Date(monthsAgo(2).getTime() + 4).toISOString(), to: firstOf(0) };
    const forwards: string[] = [];
    for (let after: string | undefined; ;) {
      const { items, hasNextPage } = (await read(filter, { first: 100, ...(after && { after }) })).page;
      forwards.push(...items.map(({ item }) => item.id));
      after = items.at(-1)?.cursor;
      if (!(await hasNextPage())) break;
    }
    const backwards: string[] = [];
    for (let before: string | undefined; ;) {
      const { items, hasPreviousPage } = (await read(filter, { last: 100, ...(before && { before }) })).page;
      backwards.unshift(...items.map(({ item }) => item.id));
      before = items[0]?.cursor;
      if (!(await hasPreviousPage())) break;
    }
    expect(forwards).toHaveLength(perMonth + 1001);
    expect(backwards).toEqual(forwards);
  });
});

/** Reads as a tenant, and has PostgreSQL explain the very statement, to the same role. */
async function read(filter: AuditFilter, request: PageRequest): Promise<Reading> {
  const em = orm.em.fork({ session: tenantSession(log.tenants[0]) }) as SqlEntityManager;
  return em.transactional(async (reader) => {
    const statements: CompiledQuery[] = [];
    const watching = watched(reader as SqlEntityManager, statements);
    const page = await readAuditLog(watching, filter, request);
    const totalCount = await page.totalCount();
    const plan = await planOf(log.application, log.tenants[0], statements[0]!);
    const found = plan.flatMap((node) => node['Relation Name'] ?? []);
    return { page: { ...page, totalCount: async () => totalCount }, plan, partitions: [...new Set(found)].toSorted() };
  });
}
