import type { Client } from 'pg';
import { keepTenant } from '../tenancy/keep-tenant.js';
import { tenants } from '../tenancy/tenants.js';
import { workForTenant } from '../tenancy/work-for-tenant.js';
import { functionSchema, netFunctions } from '../versioning/index.js';

/** Installs the database's functions as this version of the program has them, in one transaction. As the owner. */
export async function installFunctions(client: Client): Promise<void> {
  const functions = [...netFunctions, workForTenant, keepTenant, tenants];
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
      // Whoever may list tenants is told by the grants.
      `revoke all on function ${functionSchema}.${tenants.signature} from public`,
      'commit',
    ].join(';\n'),
  );
}
