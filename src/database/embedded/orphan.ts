import { unlink } from 'node:fs/promises';
import { answers } from '../client/answers.js';
import { StartupError } from '../errors/startup-error.js';
import { postmasterFile, readPostmasterFile } from './postmaster-file.js';
import { isAlive, waitUntil } from './process-state.js';

// It listens within milliseconds of writing its file.
const answerTimeoutMs = 300;
const stopTimeoutMs = 30_000;

/**
 * Ends a PostgreSQL whose server was killed before it could stop it, and clears away what one that was killed itself
 * left behind. To be called only by the process that has taken the data folder: so nobody else runs it.
 *
 * @param superuserUrl where a PostgreSQL on this port would answer, if it is that of this folder
 * @throws {StartupError} where it does not end
 */
export async function endOrphan(clusterFolder: string, superuserUrl: (port: number) => string): Promise<void> {
  const file = await readPostmasterFile(clusterFolder);
  if (!file || !isAlive(file.pid)) {
    // PostgreSQL itself recognises the file of a process that is gone.
    return;
  }
  // The number may meanwhile be another program's. Only our own PostgreSQL takes our password.
  const ours = await waitUntil(() => answers(superuserUrl(file.port)), answerTimeoutMs);
  if (!ours) {
    await unlink(postmasterFile(clusterFolder));
    return;
  }
  process.kill(file.pid, 'SIGINT');
  const gone = async () => !isAlive(file.pid) || (await readPostmasterFile(clusterFolder)) === undefined;
  if (!(await waitUntil(gone, stopTimeoutMs))) {
    throw new StartupError(
      `A PostgreSQL that was left running on ${clusterFolder} (process ${file.pid}) does not stop; end it and start again.`,
    );
  }
}
