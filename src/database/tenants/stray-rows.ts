import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { tenantColumn } from '../../tenancy/tenant-column.js';
import { readSnapshot } from './each-tenant.js';
import { workFor } from './work-for.js';
import { allEntities, modelOf, query } from '../../versioning/index.js';

/**
 * Rows of a table that belong to an organization which is not there, so that nothing that goes by organizations finds
 * them.
 */
export interface StrayRows {
  readonly table: string;
  readonly tenant: string;
  readonly count: number;
}

/** The rows, of every table of tenants, whose organization is not there. */
export async function strayRows(orm: MikroORM): Promise<StrayRows[]> {
  const tables = allEntities(orm)
    .filter((meta) => modelOf(meta).columns.some(({ column }) => column === tenantColumn))
    .map(({ tableName }) => tableName);
  const stray: StrayRows[] = [];
  await readSnapshot(orm, async (em) => {
    const unknown = await query<{ tenant: string }>(em)`
      select tenant from palimpsest.unknown_tenants() as tenant`;
    for (const { tenant } of unknown) {
      await workFor(em, tenant);
      for (const table of tables) {
        const rows = await query<{ count: string }>(em)`select count(*) from ${sql.table(table)}`;
        const count = Number(rows[0]!.count);
        if (count > 0) stray.push({ table, tenant, count });
      }
    }
  });
  return stray;
}
