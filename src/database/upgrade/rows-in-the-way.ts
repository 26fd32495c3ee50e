import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { allEntities, driverError, query } from '../../versioning/index.js';
import { clashingAddresses } from './clashing-addresses.js';
import { readEachTenant } from '../tenants/each-tenant.js';
import { malformedOrganizations } from './malformed-organizations.js';
import { StartupError } from '../errors/startup-error.js';
import { unreadableValues } from './unreadable-values.js';

const shown = 5;

/**
 * Why a migration could not add a constraint, with the rows that are in its way. A constraint that some rows do not
 * keep would not protect those who rely on it, so it is all or nothing.
 *
 * @param orm as the owner, the migration rolled back
 * @param error that it ended with
 * @returns undefined where that was something else
 */
export async function rowsInTheWay(orm: MikroORM, error: unknown): Promise<StartupError | undefined> {
  const failure = driverError(error);
  const metas = allEntities(orm);
  const constraint = [clashingAddresses, ...malformedOrganizations, ...metas.flatMap(unreadableValues)].find(
    ({ name, violation }) => name === failure?.constraint && violation === failure.code,
  );
  if (!constraint) return undefined;
  const named: string[] = [];
  let count = 0;
  await readEachTenant(orm, async ([em]) => {
    const rows = await query<{ named: string; count: string }>(em!)`
      select named::text, count(*) over () as count from (${sql.raw(constraint.breaches)}) breaches
      order by 1 limit ${shown}`;
    named.push(...rows.map((row) => row.named));
    count += Number(rows[0]?.count ?? 0);
  });
  const first = [...named.slice(0, shown), ...(count > shown ? ['...'] : [])];
  return new StartupError(`${constraint.advice(count, first)}, then run \`palimpsest migrate up\` again.`, {
    cause: error,
  });
}
