/** That a change set is undone by another. */
export interface UndoneBy {
  /** The one that undoes. */
  readonly id: string;
  /** The one that is undone. */
  readonly of: string;
}

/**
 * What undid each of some change sets and has not itself been undone: an undo stands as long as none of those that undid it
 * stands.
 *
 * @param undos those of the change sets, those of these, and so on, latest first
 * @returns the latest of each, by the id of what it undid
 */
export function standingUndos(ids: readonly string[], undos: readonly UndoneBy[]): Map<string, string> {
  const undosOf = Map.groupBy(undos, ({ of }) => of);
  const standing = new Map<string, boolean>();
  const stands = (id: string): boolean => {
    if (!standing.has(id)) standing.set(id, !(undosOf.get(id) ?? []).some((undo) => stands(undo.id)));
    return standing.get(id)!;
  };
  const found = ids.map((id) => [id, (undosOf.get(id) ?? []).find((undo) => stands(undo.id))?.id] as const);
  return new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
