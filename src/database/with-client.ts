import type { Client } from 'pg';
import { BoundedClient } from './bounded-client.js';
import { connectionFailure, type UrlSetting } from './connection-failure.js';
import { keepAliveMs } from './keep-alive.js';

const connectTimeoutMs = 10_000;

/**
 * Works on one connection of its own, outside the pool, and closes it afterwards.
 *
 * @throws {StartupError} where no connection comes about
 */
export async function withClient<T>(
  url: string,
  setting: UrlSetting,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new BoundedClient({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'palimpsest',
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
  });
  // A connection that breaks is reported as an event too; what runs on it fails by itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw connectionFailure(url, setting, error);
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
