import { type Acknowledgement, describe } from './journal.js';

/**
 * What must hold of the answers alone: a change makes the next version, and no version is made twice. A lost update
 * shows here first, since the counts of changes and of versions can agree all the same.
 *
 * @returns a sentence for each violation
 */
export function checkAcknowledgements(acknowledged: readonly Acknowledgement[]): string[] {
  const violations: string[] = [];
  const made = new Set<string>();
  for (const change of acknowledged) {
    const { postId, expectedVersion, newVersion, changeSetId } = change;
    if (changeSetId === null) {
      if (newVersion !== expectedVersion) violations.push(`${describe(change)} changed nothing and made ${newVersion}`);
      continue;
    }
    if (newVersion !== expectedVersion + 1) violations.push(`${describe(change)} made version ${newVersion}`);
    const key = versionKey(postId, newVersion);
    if (made.has(key)) violations.push(`version ${newVersion} of ${postId} was acknowledged twice`);
    made.add(key);
  }
  return violations;
}

/** Names a version of a post. */
export function versionKey(postId: string, version: number): string {
  return `${postId}@${version}`;
}
