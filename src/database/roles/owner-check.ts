import type { Client } from 'pg';
import { StartupError } from '../errors/startup-error.js';

/**
 * Policies tell tenants apart for the owner's functions too, and bind neither superusers nor roles with BYPASSRLS: what
 * is done for each tenant in turn would each time be done for all.
 *
 * @param client connected as the owner of the tables
 * @throws {StartupError} where policies do not bind it
 */
export async function checkOwner(client: Client): Promise<void> {
  const { rows } = await client.query<{ role: string }>(
    'select current_user as role from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)',
  );
  if (rows[0]) {
    throw new StartupError(
      `The role ${rows[0].role} of MIGRATION_DATABASE_URL is a superuser or has BYPASSRLS, so that nothing keeps tenants apart in what it does; let another role own the database, as docs/deploying.md says.`,
    );
  }
}
