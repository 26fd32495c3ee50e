/** What a commit did to one file. */
export type FileChange =
  | { readonly op: 'create' | 'update'; readonly path: string; readonly body: string }
  | { readonly op: 'rename'; readonly path: string; readonly from: string; readonly body: string }
  | { readonly op: 'delete'; readonly path: string };

/** A commit of the history that is replayed. */
export interface Commit {
  readonly commit: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
}

/**
 * Reads a line of a revisions file.
 *
 * @throws SyntaxError for a line that is no commit, saying what is wrong with it
 */
export function parseCommit(line: string): Commit {
  const value: unknown = JSON.parse(line);
  if (!isObject(value)) throw new SyntaxError('it is no object');
  const { commit, message, changes } = value;
  if (typeof commit !== 'string') throw new SyntaxError('commit is no string');
  if (typeof message !== 'string') throw new SyntaxError('message is no string');
  if (!Array.isArray(changes)) throw new SyntaxError('changes is no list');
  return { commit, message, changes: changes.map(parseChange) };
}

function parseChange(value: unknown): FileChange {
  if (!isObject(value)) throw new SyntaxError('a change is no object');
  const { op, path, body, from } = value;
  if (typeof path !== 'string' || path === '') throw new SyntaxError('a change has no path');
  if (op === 'delete') return { op, path };
  if (typeof body !== 'string') throw new SyntaxError(`the change of ${path} has no body`);
  if (op === 'create' || op === 'update') return { op, path, body };
  if (op !== 'rename') throw new SyntaxError(`the change of ${path} has an op that is none`);
  if (typeof from !== 'string') throw new SyntaxError(`the rename to ${path} does not say from where`);
  return { op, path, from, body };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
