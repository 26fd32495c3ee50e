/** What a client does to a post. */
export type Action = 'UPDATE' | 'DELETE' | 'RESTORE' | 'REVERT';

/** What a client knows of a post when it decides. */
export interface PostView {
  readonly id: string;
  readonly version: number;
  readonly body: string;
  readonly deleted: boolean;
}

/** One change of one post, as it is asked for: one field of a mutation operation. */
export interface Step {
  readonly action: Action;
  readonly postId: string;
  readonly expectedVersion: number;
  /** What an update appends to the body: told apart from all other updates of the run. */
  readonly token?: string;
  /** The body that an update asks for. */
  readonly body?: string;
  /** The tags that an update asks for; absent: keeps them. */
  readonly tagIds?: readonly string[];
  /** The version that a revert goes back to. */
  readonly toVersion?: number;
}

const inputTypes: Record<Action, string> = {
  UPDATE: 'UpdatePostInput!',
  DELETE: 'DeletePostInput!',
  RESTORE: 'RestorePostInput!',
  REVERT: 'RevertPostInput!',
};

/** The mutation operation that takes all of the steps, in their order: all or none. Fields are named `m0`, `m1`, ... */
export function operationOf(steps: readonly Step[]): { query: string; variables: Record<string, unknown> } {
  const declarations = steps.map(({ action }, n) => `$m${n}: ${inputTypes[action]}`);
  const fields = steps.map(({ action }, n) => `m${n}: ${action.toLowerCase()}Post(input: $m${n}) { ...Change }`);
  const query = `mutation Torture(${declarations.join(', ')}) { ${fields.join(' ')} }
    fragment Change on PostPayload { post { version } changeSet { id } }`;
  return { query, variables: Object.fromEntries(steps.map((step, n) => [`m${n}`, inputOf(step)])) };
}

function inputOf({ action, postId: id, expectedVersion, body, tagIds, toVersion }: Step): Record<string, unknown> {
  const target = { id, expectedVersion };
  if (action === 'UPDATE') return { ...target, patch: { body, ...(tagIds && { tagIds }) } };
  return action === 'REVERT' ? { ...target, toVersion } : target;
}
