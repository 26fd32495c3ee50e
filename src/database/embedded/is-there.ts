import { stat } from 'node:fs/promises';

/** Whether there is a file or a folder of this path; not where a part of the path is a file, either. */
export function isThere(path: string): Promise<boolean> {
  return stat(path).then(() => true, notThere);
}

function notThere(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
  throw error;
}
