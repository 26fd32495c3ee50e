/** A record that a plan depends on, as it was looked at. */
export interface LookedAt {
  readonly entityType: string;
  readonly entityId: string;
  /** The newest version; of a record that is gone, its last. */
  readonly version: number;
  /** The shape in which its values are read; absent where none are. */
  readonly shape?: number | null;
}
