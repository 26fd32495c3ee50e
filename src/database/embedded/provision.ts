import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { BoundedClient } from '../client/bounded-client.js';
import { scramVerifier } from '../client/scram-verifier.js';
import type { Credentials } from './credentials.js';

/** The embedded PostgreSQL's roles besides its superuser, and its database. */
export const embeddedNames = {
  owner: 'palimpsest_owner',
  application: 'palimpsest_app',
  database: 'palimpsest',
} as const;

/**
 * Makes the role that owns the tables, and its database, where they are missing. The application's role is made by the
 * migration, as on any other PostgreSQL.
 */
export async function provision(superuserUrl: string, credentials: Credentials): Promise<void> {
  const client: Client = new BoundedClient({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { owner, database } = embeddedNames;
    const roles = await client.query('select from pg_roles where rolname = $1', [owner]);
    if (roles.rowCount === 0) {
      const password = escapeLiteral(scramVerifier(credentials.owner));
      await client.query(`create role ${escapeIdentifier(owner)} login createrole password ${password}`);
    }
    const databases = await client.query('select from pg_database where datname = $1', [database]);
    if (databases.rowCount === 0) {
      await client.query(`create database ${escapeIdentifier(database)} owner ${escapeIdentifier(owner)}`);
    }
  } finally {
    await client.end();
  }
}
