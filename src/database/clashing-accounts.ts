import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { addressKey, foldedText } from '../modules/user/folded-address.js';
import { driverError, softDelete } from '../versioning/index.js';
import { readEachTenant } from './each-tenant.js';
import { StartupError } from './startup-error.js';

const uniqueViolation = '23505';
const shown = 5;

/**
 * Why a migration could not let each address be of one account, with the addresses that are of several.
 *
 * @param orm as the owner, the migration rolled back
 * @param error that it ended with
 * @returns undefined where that was something else
 */
export async function clashingAccounts(orm: MikroORM, error: unknown): Promise<StartupError | undefined> {
  const failure = driverError(error);
  if (failure?.code !== uniqueViolation || failure.constraint !== addressKey) return undefined;
  const clashes: string[] = [];
  await readEachTenant(orm, async ([em]) => {
    const { rows } = await sql<{ clash: string }>`
      select string_agg(email || ' (' || id || ')', ' and ' order by created_at, id) as clash from "user"
      where ${sql.raw(softDelete.sql())} group by ${sql.raw(foldedText('email'))} having count(*) > 1 order by 1`.execute(
      em!.getKysely(),
    );
    clashes.push(...rows.map(({ clash }) => clash));
  });
  const named = `${clashes.slice(0, shown).join('; ')}${clashes.length > shown ? '; ...' : ''}`;
  return new StartupError(
    `Accounts of one organization have addresses that are the same but for case or Unicode form: ${named}; delete all but one of each or give them other addresses, then run \`palimpsest migrate up\` again.`,
    { cause: error },
  );
}
