import type { EntityMetadata } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { driverError, readableChecks } from '../versioning/index.js';
import { readEachTenant } from './each-tenant.js';
import { StartupError } from './startup-error.js';

const checkViolation = '23514';
const shown = 5;

/**
 * Why a migration could not bound a column to what the API can give, with the rows that are in the way; a bound that some
 * rows do not keep would let them break every list that they are in, so it is all or nothing.
 *
 * @param orm as the owner, the migration rolled back
 * @param error that it ended with
 * @returns undefined where that was something else
 */
export async function unreadableRows(orm: MikroORM, error: unknown): Promise<StartupError | undefined> {
  const failure = driverError(error);
  if (failure?.code !== checkViolation) return undefined;
  for (const meta of [...orm.getMetadata()] as EntityMetadata[]) {
    const check = readableChecks(meta).find(({ name }) => name === failure.constraint);
    if (!check) continue;
    const ids: string[] = [];
    let count = 0;
    await readEachTenant(orm, async ([em]) => {
      const { rows } = await sql<{ id: string; count: string }>`
        select id, count(*) over () as count from ${sql.table(meta.tableName)}
        where not (${sql.raw(check.expression)}) order by id limit ${shown}`.execute(em!.getKysely());
      ids.push(...rows.map(({ id }) => id));
      count += Number(rows[0]?.count ?? 0);
    });
    const named = `${ids.slice(0, shown).join(', ')}${count > shown ? ', ...' : ''}`;
    return new StartupError(
      `${count} rows hold in ${meta.tableName}.${check.column} what the API cannot give (ids ${named}): change them so that ${check.expression}, then run \`palimpsest migrate up\` again.`,
      { cause: error },
    );
  }
  return undefined;
}
