import type { Deleted } from './shared-deletion.js';

/** What is in the trash, with when it was deleted. */
interface DeletedThen extends Deleted {
  readonly deletedAt: string;
}

/** A page of the trash, latest deletion first. */
interface TrashPage<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** As many restorations as one operation has room for, and so one transaction. */
export const mostTogether = 250;

/** Each record has its own moment of deletion: others' stand between those of one transaction, which takes less than this. */
const longestMs = 60_000;

/**
 * All that a change set deleted for its own sake, be it on one page of the trash or on several. The search ends where only
 * older deletions follow, also where this one has come back meanwhile.
 *
 * @param known a record that it deleted
 * @param read a page of the trash
 */
export async function wholeDeletion<T extends DeletedThen>(
  id: string,
  known: DeletedThen,
  read: (after: string | null) => Promise<TrashPage<T>>,
): Promise<T[]> {
  const found: T[] = [];
  let oldest = Date.parse(known.deletedAt);
  for (let after: string | null = null; ;) {
    const { nodes, pageInfo }: TrashPage<T> = await read(after);
    found.push(...nodes.filter(({ deletion }) => deletion?.id === id));
    oldest = Math.min(oldest, ...found.slice(-1).map(({ deletedAt }) => Date.parse(deletedAt)));
    const last = nodes.at(-1);
    const isPast = last !== undefined && Date.parse(last.deletedAt) < oldest - longestMs;
    if (isPast || !pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}

/** Things in their order, in as few parts as there can be. @param most how many a part has at most */
export function partsOf<T>(things: readonly T[], most: number): T[][] {
  const starts = Array.from({ length: Math.ceil(things.length / most) }, (_, n) => n * most);
  return starts.map((start) => things.slice(start, start + most));
}
