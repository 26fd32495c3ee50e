import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Config } from '../../config.js';
import { foreignSettings, resetOf, type RoleSetting } from './role-settings.js';
import { scramVerifier } from '../client/scram-verifier.js';
import { StartupError } from '../errors/startup-error.js';
import { SqlState } from '../../versioning/index.js';

/** What the role's connections are bounded by, in milliseconds. */
export type RoleTimeouts = Omit<Config['timeouts'], 'operationMs'>;

/** How often PostgreSQL looks, during a statement, whether its client is still there. */
const lookMs = 2000;

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
 * Bounds what the role may take: the time of a statement, of a transaction, of waiting for a lock, and of a transaction
 * that does nothing; and has PostgreSQL notice, where it can, that whoever waits for a long statement has gone.
 *
 * @throws {StartupError} where another administrator made the role, has not set this, and has to
 */
export async function boundApplicationRole(
  client: Client,
  applicationUrl: string,
  timeouts: RoleTimeouts,
): Promise<void> {
  const role = roleOf(applicationUrl);
  const { rows } = await client.query<{ database: string; version: number; canLook: boolean; settings: string[] }>(
    `select current_database() as database, current_setting('server_version_num')::int as version,
       version() !~* 'windows|visual c|mingw' as "canLook", coalesce(
       (select s.setconfig from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
         where r.rolname = $1 and s.setdatabase = (select oid from pg_database where datname = current_database())),
       '{}') as settings`,
    [role],
  );
  const { database, version, canLook, settings } = rows[0]!;
  const wanted = [
    `statement_timeout=${timeouts.statementMs}`,
    `lock_timeout=${timeouts.lockMs}`,
    `idle_in_transaction_session_timeout=${timeouts.idleMs}`,
    ...(version >= 170_000 ? [`transaction_timeout=${timeouts.transactionMs}`] : []),
    ...(canLook ? [`client_connection_check_interval=${lookMs}`] : []),
  ];
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

/**
 * Takes back the settings that the role, or somebody, has given its sessions: a search path of its own would keep the
 * server from finding its tables.
 *
 * @throws {StartupError} where another administrator made the role and has to do this
 */
export async function resetApplicationRole(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<RoleSetting>(foreignSettings('$1'), [role]);
  if (rows.length === 0) return;
  const statements = rows.map((setting) => resetOf(role, setting)).join('; ');
  await allowed(
    client.query(statements),
    `The owner may not administer the role ${role}; have its administrator run: ${statements}`,
  );
}

async function allowed(query: Promise<unknown>, otherwise: string): Promise<void> {
  try {
    await query;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === SqlState.insufficientPrivilege) {
      throw new StartupError(otherwise, { cause: error });
    }
    throw error;
  }
}
