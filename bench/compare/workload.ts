/** One change of a post. */
export interface Change {
  readonly id: string;
  readonly expectedVersion: number;
  readonly title: string;
}

/** What one request is about; each workload takes of it what it needs. */
export interface Input {
  /** Of a post. */
  readonly id: string;
  /** Where a page begins: a cursor, in the form of who is asked. */
  readonly after: string;
  readonly changes: readonly Change[];
}

/** One kind of work that contestants are asked to do. */
export interface Workload {
  readonly name: WorkloadName;
  /** For people. */
  readonly title: string;
  /** Posts that one request changes; 0 for what only reads. */
  readonly changes: number;
}

export type WorkloadName = 'point' | 'list' | 'nested' | 'page' | 'update' | 'updates' | 'history';

export const workloads: readonly Workload[] = [
  { name: 'point', title: 'point read', changes: 0 },
  { name: 'list', title: 'list of 50 with author and tags', changes: 0 },
  { name: 'nested', title: '20 posts x 10 comments with authors', changes: 0 },
  { name: 'page', title: 'deep page of 50 by slug', changes: 0 },
  { name: 'history', title: 'history page of 20, with changes', changes: 0 },
  { name: 'update', title: 'versioned update', changes: 1 },
  { name: 'updates', title: '20 updates in one operation', changes: 20 },
];

/** The same changes once more, of the versions that they have made. */
export function nextInput(input: Input): Input {
  const changes = input.changes.map(({ id, expectedVersion }) => changeOf(id, expectedVersion + 1));
  return { ...input, changes };
}

/** A change that is one, whatever version it meets. */
export function changeOf(id: string, expectedVersion: number): Change {
  return { id, expectedVersion, title: `Title after version ${expectedVersion}` };
}
