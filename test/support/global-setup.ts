import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { type ClusterAddress, createCluster, dropCluster } from './cluster.js';

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: ClusterAddress;
    /** How many documents are generated, and with which seed, where that is not as in the suite: `npm run documents`. */
    documents?: { readonly count: number; readonly seed: number };
  }
}

/** One PostgreSQL for the whole run, with a migrated template that each test file's database is a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const endDatabase = await provideDatabase(project);
  const compiled = await mkdtemp(join(tmpdir(), 'palimpsest-compiled-'));
  // The workers, and the programs that tests start, load the same packages over and over again.
  process.env.NODE_COMPILE_CACHE = compiled;
  return async () => {
    await endDatabase();
    // Those that are about to end still write.
    await rm(compiled, { recursive: true, maxRetries: 20 });
  };
}

async function provideDatabase(project: TestProject): Promise<() => Promise<void>> {
  // An operator's own server, to run the suite against another version of PostgreSQL.
  const external = process.env.TEST_PG_URL;
  if (external !== undefined) {
    const cluster = await createCluster(external);
    project.provide('cluster', cluster);
    return () => dropCluster(cluster);
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'palimpsest-test-'));
  // Nothing here has to survive a crash.
  const postgres = await startEmbeddedPostgres(dataDir, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  });
  project.provide('cluster', await createCluster(postgres.superuserUrl));
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  };
}
