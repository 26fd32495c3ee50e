import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../errors/startup-error.js';
import { type FolderLock, FolderTaken, lockFolder } from './folder-lock.js';

const patienceMs = 1500;

const unwritable: Readonly<Record<string, string>> = {
  EACCES: 'is not writable for this account',
  EPERM: 'is not writable for this account',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'has no space left',
  EDQUOT: 'has no space left',
  // What Node says of a folder to be made on a read-only file system.
  ENOENT: 'cannot be made',
  ENOTDIR: 'cannot be made, since a part of its path is a file',
  EEXIST: 'is a file',
};

/**
 * Makes the data folder where it is missing, and takes it for this process while work runs.
 *
 * @param work what needs the folder; where it fails, the folder is given back
 * @throws {StartupError} where the folder is in use by another process, or cannot be written
 */
export async function withDataFolder<T>(folder: string, work: (lock: FolderLock) => Promise<T>): Promise<T> {
  let lock: FolderLock | undefined;
  try {
    await mkdir(folder, { recursive: true });
    lock = await lockWithPatience(folder);
    return await work(lock);
  } catch (error) {
    await lock?.release();
    throw explained(folder, error);
  }
}

/** A predecessor that was told to end may still be on its way out. */
async function lockWithPatience(folder: string): Promise<FolderLock> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await lockFolder(folder);
    } catch (error) {
      if (!(error instanceof FolderTaken) || Date.now() >= end) {
        throw error;
      }
      await sleep(50);
    }
  }
}

function explained(folder: string, error: unknown): unknown {
  const reason = error instanceof Error && 'code' in error ? unwritable[String(error.code)] : undefined;
  if (reason === undefined) {
    return error;
  }
  return new StartupError(`The data folder ${folder} ${reason}; choose another with DATA_DIR.`, {
    cause: error,
  });
}
