import type { MikroORM } from '@mikro-orm/postgresql';
import { functionProblems } from './function-problems.js';
import { StartupError } from '../errors/startup-error.js';

/**
 * What this version asks of the functions of the database, those of another would answer otherwise, or not at all.
 *
 * @throws {StartupError} which are not those of this version
 */
export async function refuseOtherFunctions(orm: MikroORM): Promise<void> {
  const differences = await functionProblems(orm);
  if (differences.length > 0) {
    throw new StartupError(
      `The functions of the database are not those of this version of the server (${differences.join('; ')}); run \`palimpsest migrate up\` of the version that is to run.`,
    );
  }
}
