import { isDeepStrictEqual } from 'node:util';
import { describe } from './journal.js';
import type { RecordedVersion, RecordHistory } from './record-history.js';
import type { Step } from './step.js';

/** The part of a post's state that the clients change. */
interface Contents {
  readonly body: string;
  readonly tagIds: readonly string[];
}

/**
 * What must hold of a post's states: each is what its change makes of the one before. An update appends its token to
 * the body that stood there, a revert brings back the state of its version, deletions and restorations keep everything.
 * So every token is in its version's snapshot and in all later ones, until a revert says otherwise.
 *
 * @param stepOf what was asked for to make a version; undefined where nobody asked
 * @returns a sentence for each violation
 */
export function checkPost(history: RecordHistory, stepOf: (version: number) => Step | undefined): string[] {
  const expected: Contents[] = [];
  return history.versions.flatMap((recorded, n) => {
    const step = stepOf(recorded.version);
    const is = contentsOf(recorded);
    expected.push(n === 0 ? is : contentsAfter(step, expected));
    const operation = step?.action ?? 'CREATE';
    if (recorded.operation !== operation) return [`version ${recorded.version} of ${history.id} is no ${operation}`];
    if (isDeepStrictEqual(is, expected[n])) return [];
    const cause = step ? describe(step) : `version 1 of ${history.id}`;
    return [`${cause} left ${difference(is, expected[n]!)}`];
  });
}

function contentsAfter(step: Step | undefined, earlier: readonly Contents[]): Contents {
  const before = earlier.at(-1)!;
  switch (step?.action) {
    case 'UPDATE':
      return {
        body: `${before.body} ${step.token}`,
        tagIds: step.tagIds ? step.tagIds.toSorted() : before.tagIds,
      };
    case 'REVERT':
      return earlier[step.toVersion! - 1]!;
    default:
      return before;
  }
}

function contentsOf({ snapshot }: RecordedVersion): Contents {
  const { body, tags } = snapshot as { body: string; tags: { id: string }[] };
  return { body, tagIds: tags.map(({ id }) => id).toSorted() };
}

function difference(is: Contents, expected: Contents): string {
  const tokens = is.body.split(' ');
  const wanted = expected.body.split(' ');
  const lost = wanted.filter((token) => !tokens.includes(token));
  const strange = tokens.filter((token) => !wanted.includes(token));
  return `a body without ${lost.join(', ') || 'nothing'}, with ${strange.join(', ') || 'nothing'} too much; tags ${
    is.tagIds.length
  } of ${expected.tagIds.length}`;
}
