/** That a change set is undone by another. */
export interface UndoneBy {
  /** The one that undoes. */
  readonly id: string;
  /** The one that is undone. */
  readonly of: string;
}

/**
 * What undid each of some change sets and has not itself been undone: an undo stands as long as none of those that undid it
 * stands. However long the chain is; what undoes itself in a ring, as SQL can claim, does not stand.
 *
 * @param undos those of the change sets, those of these, and so on, latest first
 * @returns the latest of each, by the id of what it undid
 */
export function standingUndos(ids: readonly string[], undos: readonly UndoneBy[]): Map<string, string> {
  const undosOf = Map.groupBy(undos, ({ of }) => of);
  const undoOf = new Map(undos.map((undo) => [undo.id, undo]));
  const standing = new Set<string>();
  const standingOf = (id: string) => undosOf.get(id)?.find((undo) => standing.has(undo.id));
  const unsettled = new Map(undos.map(({ id }) => [id, undosOf.get(id)?.length ?? 0]));
  // First those that nobody has undone, then what waits for them.
  const settled = undos.filter(({ id }) => unsettled.get(id) === 0);
  for (const { id, of } of settled) {
    if (!standingOf(id)) standing.add(id);
    const left = (unsettled.get(of) ?? 0) - 1;
    unsettled.set(of, left);
    const next = left === 0 && undoOf.get(of);
    if (next) settled.push(next);
  }
  const found = ids.map((id) => [id, standingOf(id)?.id] as const);
  return new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
