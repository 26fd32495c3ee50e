import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { migrateUp } from '../../src/database/upgrade/migrate.js';

/** A PostgreSQL server for tests: plain data, since it crosses from vitest's main process to its workers. */
export interface ClusterAddress {
  readonly superuserUrl: string;
  readonly owner: string;
  readonly application: string;
  readonly password: string;
  readonly template: string;
}

/** How long the server may take on a test database. */
export const timeouts = { statementMs: 120_000, transactionMs: 240_000, lockMs: 60_000, idleMs: 120_000 };

/** Creates the two roles and the migrated template database that all test databases are copies of. */
export async function createCluster(superuserUrl: string): Promise<ClusterAddress> {
  const run = randomBytes(4).toString('hex');
  const cluster = {
    superuserUrl,
    owner: `test_owner_${run}`,
    application: `test_app_${run}`,
    password: randomBytes(16).toString('hex'),
    template: `test_template_${run}`,
  };
  await asSuperuser(superuserUrl, async (client) => {
    const owner = escapeIdentifier(cluster.owner);
    await client.query(`create role ${owner} login createrole password ${escapeLiteral(cluster.password)}`);
    await client.query(`create database ${escapeIdentifier(cluster.template)} owner ${owner}`);
  });
  await migrateUp({
    ...urlsOf(cluster, cluster.template),
    timeouts,
    retention: {},
  });
  return cluster;
}

/** Removes what {@link createCluster} made, from a server that outlives the run. */
export async function dropCluster({ superuserUrl, owner, application, template }: ClusterAddress): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    await client.query(`drop database ${escapeIdentifier(template)} with (force)`);
    await client.query(`drop role ${escapeIdentifier(application)}, ${escapeIdentifier(owner)}`);
  });
}

/** How to reach one database of the cluster, as each role. */
export function urlsOf(cluster: ClusterAddress, database: string) {
  const url = (user: string) => {
    const address = new URL(cluster.superuserUrl);
    address.username = user;
    address.password = cluster.password;
    address.pathname = database;
    return address.href;
  };
  const superuserUrl = new URL(cluster.superuserUrl);
  superuserUrl.pathname = database;
  return { superuserUrl: superuserUrl.href, ownerUrl: url(cluster.owner), applicationUrl: url(cluster.application) };
}

export async function asSuperuser<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
