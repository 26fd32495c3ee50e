import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Config } from '../config.js';
import { scramVerifier } from './scram-verifier.js';
import { StartupError } from './startup-error.js';

const insufficientPrivilege = '42501';

/** The role that a URL connects as. */
export const roleOf = (url: string) => decodeURIComponent(new URL(url).username);

/**
 * Makes the role that the server connects as, with the password of its URL, where it is missing.
 *
 * @param client connected as the owner of the tables
 * @throws {StartupError} where the owner may not create roles
 */
export async function ensureApplicationRole(client: Client, applicationUrl: string): Promise<void> {
  const role = roleOf(applicationUrl);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount) {
    return;
  }
  const password = decodeURIComponent(new URL(applicationUrl).password);
  const secret = password && ` password ${escapeLiteral(scramVerifier(password))}`;
  await allowed(
    client.query(
      `create role ${escapeIdentifier(role)} login nosuperuser nobypassrls nocreaterole nocreatedb${secret}`,
    ),
    `The role ${role} does not exist and the owner may not create it; create it, or give the owner CREATEROLE.`,
  );
}

/**
 * Bounds what the role may take: the time of a statement, of waiting for a lock, and of a transaction that does nothing.
 *
 * @throws {StartupError} where another administrator made the role, has not set this, and has to
 */
export async function boundApplicationRole(
  client: Client,
  applicationUrl: string,
  timeouts: Config['timeouts'],
): Promise<void> {
  const role = roleOf(applicationUrl);
  const wanted = [
    `statement_timeout=${timeouts.statementMs}`,
    `lock_timeout=${timeouts.lockMs}`,
    `idle_in_transaction_session_timeout=${timeouts.idleMs}`,
  ];
  const { rows } = await client.query<{ database: string; settings: string[] }>(
    `select current_database() as database, coalesce(
       (select s.setconfig from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
         where r.rolname = $1 and s.setdatabase = (select oid from pg_database where datname = current_database())),
       '{}') as settings`,
    [role],
  );
  const [{ database, settings } = { database: '', settings: [] as string[] }] = rows;
  const missing = wanted.filter((setting) => !settings.includes(setting));
  if (missing.length > 0) {
    const alter = `alter role ${escapeIdentifier(role)} in database ${escapeIdentifier(database)} set`;
    const statements = missing.map((setting) => `${alter} ${setting.replace('=', ' = ')}`).join('; ');
    await allowed(
      client.query(statements),
      `The owner may not administer the role ${role}; have its administrator run: ${statements}`,
    );
  }
}

async function allowed(query: Promise<unknown>, otherwise: string): Promise<void> {
  try {
    await query;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === insufficientPrivilege) {
      throw new StartupError(otherwise, { cause: error });
    }
    throw error;
  }
}
