import { stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StartupError } from '../errors/startup-error.js';

/** Held by the one process that runs the database of a data folder; gone with that process, however it ends. */
export interface FolderLock {
  release(): Promise<void>;
}

/** The folder is taken by another process. */
export class FolderTaken extends StartupError {}

/**
 * Takes the folder for this process. A listening socket is the lock, since the system closes it even after kill -9,
 * and a process number in a file may by then be another program's.
 *
 * @throws {FolderTaken} while another process has it
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = await lockAddress(folder);
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).end(String(process.pid)));
  server.unref();
  try {
    await listen(server, address);
  } catch (error) {
    if (!isErrno(error, 'EADDRINUSE')) {
      throw error;
    }
    const holder = await askHolder(address);
    if (holder !== undefined) {
      throw new FolderTaken(
        `The data folder ${folder} is in use by another server (process ${holder}); stop that, or choose another DATA_DIR.`,
      );
    }
    // Only where the socket is a file: nobody answers, so its process is gone.
    await unlink(address);
    await listen(server, address);
  }
  return {
    release: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}

/**
 * Named after the folder's identity, not its path, which may be written in several ways and be too long for a socket.
 */
async function lockAddress(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `palimpsest-${dev}-${ino}`;
  switch (process.platform) {
    case 'linux':
      return `\0${name}`;
    case 'win32':
      return `\\\\.\\pipe\\${name}`;
    default:
      return join(tmpdir(), `${name}.sock`);
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function askHolder(address: string): Promise<string | undefined> {
  try {
    return await text(connect(address));
  } catch (error) {
    if (isErrno(error, 'ECONNREFUSED') || isErrno(error, 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
