/**
 * A stored value that does not fit its field any more: an old version holds it, and the answer has null in its place, or the
 * emptiest value where there must be one.
 */
export interface HistoryNote {
  readonly entityType: string;
  readonly entityId: string;
  readonly version: number;
  readonly field: string;
  /** Any JSON; null where nothing is stored and there must be something today. */
  readonly stored: unknown;
}
