import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../src/config.js';
import { openDatabase } from '../src/database/connection/open-database.js';
import { startServer } from '../src/server.js';
import { type Traffic, TrafficCounter } from './round-trips/traffic.js';
import { WireProxy } from './round-trips/wire-proxy.js';
import { adminToken } from './torture/admin-token.js';
import { Api } from './torture/api.js';

const longestStatement = 110;

/**
 * Counts what one read and one write cost at the wire between server and database, on connections that are open
 * already.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'palimpsest-bench-'));
  const settings = { DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' };
  const database = await openDatabase(readConfig(settings));
  const traffic = new TrafficCounter();
  const proxy = await WireProxy.start(database.url, traffic.onMessage, traffic.onReady);
  const secret = randomBytes(32).toString('hex');
  const config = readConfig({ ...settings, DATABASE_URL: proxy.url, AUTH_JWT_SECRET: secret });
  const server = await startServer(config, { logger: pino({ level: config.logLevel }, pino.destination(2)) });
  try {
    await count(new Api(server.url, await adminToken(server)), traffic);
  } finally {
    await server.stop();
    await proxy.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function count(api: Api, traffic: TrafficCounter): Promise<void> {
  const { createPost } = await api.ask<{ createPost: { post: { id: string } } }>(
    'mutation { createPost(input: { title: "Title", slug: "slug", body: "Body" }) { post { id } } }',
  );
  const { id } = createPost.post;
  const read = () => api.ask('query($id: ID!) { post(id: $id) { id version title body } }', { id });
  const write = (expectedVersion: number) =>
    api.ask(
      `mutation($id: ID!, $expectedVersion: Int!, $body: String!) {
        updatePost(input: { id: $id, expectedVersion: $expectedVersion, patch: { body: $body } }) {
          post { id version } changeSet { id }
        }
      }`,
      { id, expectedVersion, body: `Body ${expectedVersion}` },
    );
  await read();
  await write(1);
  report('post(id)', await traffic.during(read));
  report('updatePost', await traffic.during(() => write(2)));
}

function report(operation: string, { roundTrips, statements }: Traffic): void {
  console.log(`${operation}: ${roundTrips} round trips, ${statements.length} statements`);
  for (const [n, sql] of statements.entries()) {
    const text = sql.replaceAll(/\s+/g, ' ').trim();
    console.log(`  ${String(n + 1).padStart(2)}  ${text.slice(0, longestStatement)}`);
  }
}

await main();
