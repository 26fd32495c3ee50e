import type { Pool, PoolClient } from 'pg';

/**
 * Gives a connection that breaks while it is in use back to its pool. Kysely releases a transaction's connection only
 * after a COMMIT or ROLLBACK that succeeded, which on a broken connection none does: each restart of the database would
 * cost the pool the connections in use, for ever.
 */
export function releaseBrokenConnections(pool: Pool): void {
  const inUse = new Set<PoolClient>();
  pool.on('acquire', (client) => inUse.add(client));
  pool.on('release', (_error, client) => inUse.delete(client));
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (!inUse.has(client)) return;
      client.release(true);
      // Whoever uses it may yet give it back; a complaint about that would hide what went wrong.
      client.release = () => undefined;
    });
  });
}
