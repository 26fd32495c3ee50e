import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running PostgreSQL writes about itself into its data folder. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** Whether it takes connections; before, it starts or recovers, after, it stops. */
  readonly ready: boolean;
}

/** Where PostgreSQL keeps the file. */
export const postmasterFile = (clusterFolder: string) => join(clusterFolder, 'postmaster.pid');

/** Reads it. Undefined where there is none or it is not complete yet. The file stays behind after kill -9. */
export async function readPostmasterFile(clusterFolder: string): Promise<PostmasterFile | undefined> {
  let content: string;
  try {
    content = await readFile(postmasterFile(clusterFolder), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
  const [pid, , , port, , , , status] = content.split('\n').map((line) => line.trim());
  if (!Number(pid) || !Number(port)) {
    return undefined;
  }
  return { pid: Number(pid), port: Number(port), ready: status === 'ready' };
}
