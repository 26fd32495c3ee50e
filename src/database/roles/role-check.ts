import type { Client } from 'pg';
import { roleObjects } from './role-objects.js';
import { foreignSettingsOfSession, type RoleSetting, settingProblem } from './role-settings.js';
import { StartupError } from '../errors/startup-error.js';

/** What a session can do past all rights, by its role and all that this is a member of. */
export interface Powers {
  role: string;
  superuser: boolean;
  bypasses: boolean;
  /** Makes roles, which before PostgreSQL 16 can be members of any. */
  makesRoles: boolean;
  /** Streams all that is stored, past all rights. */
  replicates: boolean;
  /** Reads or writes files of the server's machine, or runs programs there. */
  reachesFiles: boolean;
  owned: string[] | null;
  /** Functions, operators, types and schemas. */
  made: string[] | null;
}

// A member can become the role it is a member of, so the powers of those count as its own.
export const powersOfSession = `
  select current_user as role,
    bool_or(r.rolsuper) as superuser,
    bool_or(r.rolbypassrls) as bypasses,
    bool_or(r.rolcreaterole) as "makesRoles",
    bool_or(r.rolreplication) as replicates,
    bool_or(r.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')) as "reachesFiles",
    (select array_agg(c.relname::text order by c.relname)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_has_role(current_user, c.relowner, 'MEMBER')
        and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%') as owned,
    (select array_agg(made.name order by made.name) from (${roleObjects('current_user')}) made) as made
  from pg_roles r
  where pg_has_role(current_user, r.oid, 'MEMBER')`;

const advice = 'run the server as a role of its own: name it in DATABASE_URL and let `palimpsest migrate up` create it';

/**
 * Row level security holds back neither superusers nor roles with BYPASSRLS, and an owner can take it away; who makes
 * roles, streams the whole cluster or reaches its files can get there. So the server works as none of them.
 *
 * @throws {StartupError} which of them it is, and what to do
 */
export async function checkRole(client: Client): Promise<void> {
  // Else what the role has made could answer for PostgreSQL.
  await client.query('set search_path = pg_catalog');
  const { rows } = await client.query<Powers>(powersOfSession);
  const [powers] = rows;
  if (!powers) {
    throw new TypeError('A session has a role.');
  }
  const reason = tooPowerful(powers);
  if (reason) {
    throw new StartupError(`The role ${powers.role} ${reason}, so tenants would not be kept apart; ${advice}.`);
  }
}

/**
 * Refuses to work with settings that the role has given its own sessions, with which the server's statements would mean
 * something else or fail.
 *
 * @throws {StartupError} which names them, and what to run
 */
export async function checkRoleSettings(client: Client): Promise<void> {
  const { rows } = await client.query<RoleSetting & { role: string }>(foreignSettingsOfSession);
  if (rows.length > 0) {
    const problems = rows.map(settingProblem);
    throw new StartupError(`The database cannot be worked with: ${problems.join('; ')}.`);
  }
}

/** Why a role is no role for the server, as the rest of a sentence about it; undefined where it is one. */
export function tooPowerful({
  superuser,
  bypasses,
  makesRoles,
  replicates,
  reachesFiles,
  owned,
  made,
}: Powers): string | undefined {
  if (superuser) {
    return 'is a superuser, or can become one';
  }
  if (bypasses) {
    return 'has BYPASSRLS, or can become a role that has';
  }
  if (owned) {
    const some = owned.slice(0, 3).join(', ');
    return `owns tables (${some}${owned.length > 3 ? ', ...' : ''}), or can become their owner`;
  }
  if (makesRoles) {
    return 'has CREATEROLE, or can become a role that has';
  }
  if (replicates) {
    return 'has REPLICATION, or can become a role that has';
  }
  if (reachesFiles) {
    return "may reach the files of PostgreSQL's machine";
  }
  if (made) {
    return `has made what could be run in place of another's (${made.slice(0, 3).join(', ')}), or can become who has`;
  }
  return undefined;
}
