import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { StartupError } from '../errors/startup-error.js';

const Credentials = z.object({ superuser: z.string(), owner: z.string(), application: z.string() });

/** The passwords of the embedded PostgreSQL's three roles, made once, together with its data. */
export type Credentials = z.infer<typeof Credentials>;

const newPassword = () => randomBytes(24).toString('base64url');

/** Makes new passwords and keeps them in a file that only this account can read. */
export async function createCredentials(file: string): Promise<Credentials> {
  const credentials = {
    superuser: newPassword(),
    owner: newPassword(),
    application: newPassword(),
  };
  await writeFile(file, JSON.stringify(credentials), { mode: 0o600, flag: 'wx' });
  return credentials;
}

/** @throws {StartupError} where the file is not there, not readable or not ours */
export async function readCredentials(file: string): Promise<Credentials> {
  try {
    return Credentials.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new StartupError(
      `The database's passwords cannot be read from ${file}; run as the account that made the data folder, or ` +
        'choose another DATA_DIR.',
      { cause: error },
    );
  }
}
