/** What a purge did, or would do, of all tenants together. */
export interface PurgeReport {
  /** Records that went, by entity. */
  readonly purged: Record<string, number>;
  /** Versions that retention let go. */
  trimmed: number;
  /** Deleted records whose time is over and that a legal hold keeps. */
  held: number;
  /** Those that are kept by what refers to them. */
  blocked: number;
  /** Those that should have gone and were left: their turn did not come, or others had them locked. */
  overdue: number;
  /** Since when the longest of these. */
  overdueSince: string | null;
}

/** A report of nothing yet. */
export function emptyPurgeReport(): PurgeReport {
  return { purged: {}, trimmed: 0, held: 0, blocked: 0, overdue: 0, overdueSince: null };
}
