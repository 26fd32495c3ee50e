import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../errors/startup-error.js';

const run = promisify(execFile);
const accountName = 'postgres';

// The capabilities that let a process go through folders closed to it, with their bit in /proc/self/status.
const passages = [
  { name: 'dac_read_search', bit: 2n },
  { name: 'dac_override', bit: 1n },
] as const;

/** The system account that PostgreSQL runs as: it refuses to run as root, so for root it is another than our own. */
export interface OperatingUser {
  readonly uid?: number;
  readonly gid?: number;
  /** The command line and account with which a program is run for this user. */
  command(program: string, args: readonly string[]): { file: string; args: string[]; uid?: number; gid?: number };
}

/**
 * Decides as whom to run PostgreSQL.
 *
 * @param paths everything that PostgreSQL must reach: its programs and its data
 * @throws {StartupError} for root, where no such account can be made, or where it could not reach the paths
 */
export async function operatingUser(paths: readonly string[]): Promise<OperatingUser> {
  if (process.getuid?.() !== 0) {
    return { command: (file, args) => ({ file, args: [...args] }) };
  }
  const { uid, gid } = await postgresAccount();
  const closed = await firstClosedFolder(paths, uid, gid);
  if (closed === undefined) {
    return { uid, gid, command: (file, args) => ({ file, args: [...args], uid, gid }) };
  }
  const passage = await passageThroughFolders();
  if (passage === undefined) {
    throw new StartupError(
      `The system user ${accountName}, which PostgreSQL runs as when started by root, cannot enter ${closed}; ` +
        `start as another user, or move the project and DATA_DIR to where everybody may enter.`,
    );
  }
  // access(2), with which PostgreSQL looks at its own program, only honours the capability without the set-uid fix-up.
  const capability = ['--securebits', '+no_setuid_fixup', '--inh-caps', `+${passage}`, '--ambient-caps', `+${passage}`];
  const account = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  return {
    uid,
    gid,
    command: (program, args) => ({
      file: 'setpriv',
      args: [...account, ...capability, '--', program, ...args],
    }),
  };
}

async function postgresAccount(): Promise<{ uid: number; gid: number }> {
  const known = await findAccount();
  if (known) {
    return known;
  }
  try {
    await run('groupadd', ['--system', accountName]);
    await run('useradd', ['--system', '--gid', accountName, '--no-create-home', accountName]);
  } catch (error) {
    throw new StartupError(
      `PostgreSQL does not run as root, and the system user ${accountName} could not be made; start as another user.`,
      { cause: error },
    );
  }
  const made = await findAccount();
  if (!made) {
    throw new StartupError(`The system user ${accountName} was made but cannot be found; start as another user.`);
  }
  return made;
}

async function findAccount(): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', accountName]), run('id', ['-g', accountName])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 1) {
      return undefined;
    }
    throw error;
  }
}

async function firstClosedFolder(paths: readonly string[], uid: number, gid: number): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const { mode, uid: owner, gid: group } = await stat(folder);
      const mayEnter = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
      if (!mayEnter) {
        return folder;
      }
      if (folder === dirname(folder)) {
        break;
      }
    }
  }
  return undefined;
}

/** The capability to hand over where root's folder is private: the least that this process itself may hand over. */
async function passageThroughFolders(): Promise<string | undefined> {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const [, permitted] = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  const passage = passages.find(({ bit }) => (BigInt(`0x${permitted ?? 0}`) >> bit) & 1n);
  if (passage === undefined) {
    return undefined;
  }
  const usable = await run('setpriv', ['--securebits', '+no_setuid_fixup', 'true']).then(
    () => true,
    () => false,
  );
  return usable ? passage.name : undefined;
}
