import { execFile, type ExecFileOptions } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { currentBounds } from '../../versioning/index.js';
import { StartupError } from '../errors/startup-error.js';
import type { Binaries } from './binaries.js';
import { createCredentials } from './credentials.js';
import { isThere } from './is-there.js';
import { operatingUser } from './operating-user.js';

const run = promisify(execFile);
const halfMade = '.postgres-';

/** Where everything of one embedded PostgreSQL lies within a data folder. */
export function clusterPaths(dataDir: string) {
  const home = join(dataDir, 'postgres');
  return {
    home,
    cluster: join(home, 'data'),
    credentials: join(home, 'credentials.json'),
    log: join(home, 'postgres.log'),
  };
}

/** The superuser that initdb makes. Nothing but provisioning connects as this role. */
export const superuser = 'postgres';

/**
 * Makes the database cluster unless it is there. It is made aside and moved into place when complete, so that an
 * interrupted first start leaves nothing half-made behind.
 *
 * @returns whether it was made now
 * @throws {StartupError} where initdb fails
 */
export async function createCluster(dataDir: string, binaries: Binaries): Promise<boolean> {
  const { home } = clusterPaths(dataDir);
  if (await isThere(home)) {
    return false;
  }
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(halfMade)) {
      await rm(join(dataDir, name), { recursive: true });
    }
  }
  const aside = await mkdtemp(join(dataDir, halfMade));
  try {
    await initialise(aside, binaries);
    await rename(aside, home);
  } catch (error) {
    await rm(aside, { recursive: true });
    throw error;
  }
  return true;
}

async function initialise(home: string, binaries: Binaries): Promise<void> {
  const cluster = join(home, 'data');
  await mkdir(cluster, { mode: 0o700 });
  if (process.getuid?.() === 0) {
    // PostgreSQL then runs as another account, which has to pass through.
    await chmod(home, 0o711);
  }
  const user = await operatingUser([binaries.initdb, cluster]);
  const credentials = await createCredentials(join(home, 'credentials.json'));
  const passwordFile = join(home, 'password');
  await writeFile(passwordFile, credentials.superuser, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    await chown(cluster, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const { file, args, ...account } = user.command(binaries.initdb, [
    `--pgdata=${cluster}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of strings on every machine, independent of its system library.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]);
  try {
    await runToEnd(file, args, { ...account, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } });
  } catch (error) {
    currentBounds().signal?.throwIfAborted();
    const reason = error instanceof Error && /(?:error|FATAL|PANIC): +(.*)/.exec(error.message)?.[1];
    throw new StartupError(`The embedded PostgreSQL could not be set up: ${reason || 'initdb failed'}.`, {
      cause: error,
    });
  }
  await unlink(passwordFile);
}

/** Runs a program, and ends it where the work is to end; in either case it has ended afterwards. */
async function runToEnd(file: string, args: readonly string[], options: ExecFileOptions): Promise<void> {
  const { signal } = currentBounds();
  const running = run(file, args, options);
  const end = () => running.child.kill();
  signal?.addEventListener('abort', end);
  try {
    await running;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}
