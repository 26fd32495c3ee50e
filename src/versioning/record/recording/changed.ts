/** What a change did. */
export interface Changed {
  readonly id: string;
  /** The change set, or null where nothing changed and so nothing was written. */
  readonly changeSetId: string | null;
}
