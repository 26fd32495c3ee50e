import type { Client } from 'pg';
import { currentBounds } from '../../versioning/index.js';
import { BoundedClient } from './bounded-client.js';
import { connectionFailure, type UrlSetting } from '../errors/connection-failure.js';
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
  const client = await open(url).catch((error: unknown) => {
    currentBounds().signal?.throwIfAborted();
    throw connectionFailure(url, setting, error);
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The URL may name files, of certificates, which are read here. */
async function open(connectionString: string): Promise<Client> {
  const client = new BoundedClient({
    connectionString,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'palimpsest',
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
  });
  // A connection that breaks is reported as an event too; what runs on it fails by itself.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
