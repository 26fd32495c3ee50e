import type { Commit } from './commit.js';

/** What a folder holds: bodies of files, by path. */
export type Folder = ReadonlyMap<string, string>;

/** What it holds after a commit. */
export function after(folder: Folder, { changes }: Commit): Folder {
  const next = new Map(folder);
  for (const change of changes) {
    if (change.op === 'rename') next.delete(change.from);
    if (change.op === 'delete') next.delete(change.path);
    else next.set(change.path, change.body);
  }
  return next;
}
