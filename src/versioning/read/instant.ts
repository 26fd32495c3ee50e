import { type RawBuilder, sql } from 'kysely';

/** The state of the world right after a change: all that had committed when it was written, and its own transaction. */
export interface Instant {
  readonly xid: string;
  readonly snapshot: string;
}

/**
 * Whether a version belongs to an instant. The order of commit decides, not that of clocks or sequences: those give
 * states that never existed.
 *
 * @param xid the version's transaction
 */
export function visibleAt(instant: Instant, xid: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(pg_visible_in_snapshot(${xid}, ${instant.snapshot}::pg_snapshot) or ${xid} = ${instant.xid}::xid8)`;
}
