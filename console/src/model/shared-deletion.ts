/** What is in the trash, as far as it says which change set deleted it; null where that is not known. */
export interface Deleted {
  readonly deletion: { readonly id: string } | null;
}

/**
 * The change set that deleted all that is chosen, where others of it are seen.
 *
 * @param all that is seen
 * @returns its id; undefined where it was several, or only what is chosen
 */
export function sharedDeletion(chosen: readonly Deleted[], all: readonly Deleted[]): string | undefined {
  const ids = new Set(chosen.map(({ deletion }) => deletion?.id));
  const [id] = ids;
  const isShared = ids.size === 1 && id !== undefined;
  return isShared && all.filter(({ deletion }) => deletion?.id === id).length > 1 ? id : undefined;
}
