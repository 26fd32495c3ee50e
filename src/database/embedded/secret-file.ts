import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from '../errors/startup-error.js';

/**
 * Reads a secret that only this account can read; makes a random one the first time.
 *
 * @throws {StartupError} where the file cannot be read or made
 */
export async function readOrCreateSecret(file: string): Promise<string> {
  try {
    return (await readIfThere(file)) ?? (await create(file));
  } catch (error) {
    throw new StartupError(
      `The secret in ${file} cannot be read or made; run as the account that made the data folder, or choose another ` +
        'DATA_DIR.',
      { cause: error },
    );
  }
}

/** Written aside and linked into place, so that of two processes one wins and neither reads half a secret. */
async function create(file: string): Promise<string> {
  const aside = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(aside, randomBytes(48).toString('base64url'), { mode: 0o600 });
  try {
    await link(aside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  } finally {
    await unlink(aside);
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
