import { type Client, escapeIdentifier } from 'pg';
import { everyTenant } from '../tenancy/every-tenant.js';
import { keepTenant } from '../tenancy/keep-tenant.js';
import { tenants } from '../tenancy/tenants.js';
import { workForTenant } from '../tenancy/work-for-tenant.js';
import { auditLogFunctions, functionSchema, netFunctions, type SqlFunction } from '../versioning/index.js';

/** All functions of the schema, and whom each is for. */
export const functions: readonly SqlFunction[] = [
  ...netFunctions,
  ...auditLogFunctions,
  workForTenant,
  keepTenant,
  tenants,
  everyTenant,
];

/** Installs the database's functions as this version of the program has them, in one transaction. As the owner. */
export async function installFunctions(client: Client): Promise<void> {
  await client.query(
    [
      'begin',
      // What `set search_path from current` keeps: the schema of the tables, and nothing a caller could put before it.
      `select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)`,
      `create schema if not exists ${functionSchema}`,
      `grant usage on schema ${functionSchema} to public`,
      // The tables come with the migrations, which need the functions for their triggers.
      'set local check_function_bodies = off',
      ...functions.map(({ definition }) => definition),
      // Whom they are granted to is told by executionGrants.
      ...functions
        .filter(({ callers }) => callers !== undefined)
        .map(({ signature }) => `revoke all on function ${functionSchema}.${signature} from public`),
      'commit',
    ].join(';\n'),
  );
}

/** SQL: lets the server's role call the functions that are for it. */
export function executionGrants(role: string): string[] {
  return functions
    .filter(({ callers }) => callers === 'application')
    .map(({ signature }) => `grant execute on function ${functionSchema}.${signature} to ${escapeIdentifier(role)}`);
}
