import { escapeIdentifier } from 'pg';

/** What `migrate up` sets for the server's role in its database, and nobody else does. */
export const boundSettings = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'transaction_timeout',
  'client_connection_check_interval',
];

/** A setting with which the sessions of a role begin. */
export interface RoleSetting {
  readonly name: string;
  /** The database it is for; null where it is for all. */
  readonly database: string | null;
}

/**
 * SQL: the settings with which the sessions of a role begin in this database and which `migrate up` has not made. A
 * role may give itself whatever any session may set, a search path for one, and all later sessions keep it. What only
 * an administrator may set, such as what PostgreSQL logs, is up to administrators, but for what switches triggers off.
 *
 * @param role an SQL expression for its name
 */
export const foreignSettings = (role: string) => `
  select pg_catalog.split_part(entry, '=', 1) as name, d.datname::pg_catalog.text as database
  from pg_catalog.pg_db_role_setting s
  join pg_catalog.pg_roles r on r.oid = s.setrole and r.rolname = ${role}
  left join pg_catalog.pg_database d on d.oid = s.setdatabase
  cross join lateral pg_catalog.unnest(s.setconfig) as entry
  where (s.setdatabase = 0 or d.datname = pg_catalog.current_database())
    and not (s.setdatabase <> 0 and pg_catalog.split_part(entry, '=', 1) = any ('{${boundSettings.join(',')}}'))
    and not exists (
      select from pg_catalog.pg_settings known
      where pg_catalog.lower(known.name) = pg_catalog.lower(pg_catalog.split_part(entry, '=', 1))
        and known.context <> 'user' and known.name <> 'session_replication_role')
  order by 1, 2`;

/** SQL: the same of the role that the session began as, with its name. */
export const foreignSettingsOfSession = `
  select session_user as role, found.* from (${foreignSettings('session_user')}) found`;

/** SQL: takes such a setting back. */
export const resetOf = (role: string, { name, database }: RoleSetting) =>
  `alter role ${escapeIdentifier(role)} ${database === null ? '' : `in database ${escapeIdentifier(database)} `}reset ${escapeIdentifier(name)}`;

/** What is wrong with such a setting and how it is mended, without its value. */
export const settingProblem = ({ role, ...setting }: RoleSetting & { readonly role: string }) =>
  `the role ${role} has a setting of its own for ${setting.name}; run \`palimpsest migrate up\`, or ${resetOf(role, setting)}`;
