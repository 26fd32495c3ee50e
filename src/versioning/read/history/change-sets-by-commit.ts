import { type RawBuilder, sql } from 'kysely';
import type { Topic } from './change-set-topics.js';
import type { Edge, OrderTerm } from '../lists/keyset-order.js';
import type { Between, Parts } from '../lists/list-parts.js';
import { isOwn } from '../../session/own-rows.js';
import { type OfPlace, placed, placedBySummary } from './placed-change-sets.js';

/** Which change sets are looked at, besides what is asked of each. */
export interface ChangeSetRange {
  /** Committed from this moment on, and before this one. */
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  /** About any of these; absent: about anything. */
  readonly topics?: readonly Topic[] | undefined;
  /** SQL over the alias `m` of a summary: whether any of what it sums up may be wanted; absent: summaries do not tell. */
  readonly mayHold?: RawBuilder<unknown> | undefined;
  /** Whether there may be few, of which only topics and summaries tell. */
  readonly isRare?: boolean;
}

/** Above all places stand those that have none yet. */
const aboveAll = sql`4611686018427387904`;
/** By when they were written: a cursor holds it, and the number of a transaction would tell how busy others are. */
const written = sql`(extract(epoch from c.recorded_at) * 1000000)::bigint`;
const endless = sql`9223372036854775807`;

/** The order in which change sets are listed, of the alias `c`: newest first. */
export const orderOfCommit: readonly OrderTerm[] = [
  { expression: sql.ref('c.position'), type: 'bigint', ascending: false, required: true },
  { expression: sql.ref('c.id'), type: 'uuid', ascending: false, required: true },
];

/**
 * All change sets as they were committed, as `c`: those that have their place by it, the others above. So that nothing is
 * lost or repeated while one pages and they get theirs, what had none when a list was begun has none to its end: a cursor of
 * such a one carries which place was the last then.
 *
 * @param edge of a page: a position, an id, and the last place
 * @param backwards whether it is read from the oldest on
 */
export function changeSetsByCommit(range: ChangeSetRange, edge: Edge | null, backwards: boolean): Parts {
  const { from, to, topics, mayHold } = range;
  const last = lastPlace(edge);
  const instant = sql`(select s.instant from sealed_change_set s where ${isOwn('s')} and s.place = ${last})`;
  // With an end the planner expects few and not a third of all.
  const since = sql`c.xid >= (select coalesce((select pg_snapshot_xmax(${instant})), '1'))
    and c.xid < (select ${endless}::text::xid8)`;
  const unplaced = (condition: RawBuilder<unknown>) => sql`
    select c.*, ${aboveAll} + ${written} as position, null::bigint as summary from change_set c
    where ${isOwn('c')} and ${condition}
      ${from == null ? sql`` : sql`and c.recorded_at >= ${from}::timestamptz`}
      ${to == null ? sql`` : sql`and c.recorded_at < ${to}::timestamptz`}`;
  const within = (between: Between): OfPlace => placesWithin(range, last, between);
  const placedParts = mayHold
    ? placedBySummary(within, topics, mayHold, backwards)
    : [placed(within, topics, backwards)];
  return {
    alias: 'c',
    parts: [
      { rows: () => unplaced(since) },
      { rows: () => unplaced(sql`c.xid = any (array(select pg_snapshot_xip(${instant})))`) },
      ...placedParts,
    ],
    carried: last,
  };
}

/** SQL: places up to the last, of some part of time, and between the edges of a page. */
export function placesWithin(
  { from, to }: ChangeSetRange,
  last = lastPlace(null),
  { start, end }: Between = {},
): OfPlace {
  return (first, until = first) => sql`${first} <= ${last}
    ${start ? sql`and ${first} <= ${start[0]}::bigint` : sql``}
    ${end ? sql`and ${until} >= ${end[0]}::bigint` : sql``}
    ${from == null ? sql`` : sql`and ${until} >= (select s.place from sealed_change_set s where ${isOwn('s')} and s.committed_at >= ${from}::timestamptz order by s.committed_at, s.place limit 1)`}
    ${to == null ? sql`` : sql`and ${first} <= (select s.place from sealed_change_set s where ${isOwn('s')} and s.committed_at < ${to}::timestamptz order by s.committed_at desc, s.place desc limit 1)`}`;
}

/** SQL: the last place when the list was begun; 0 where there was none. */
function lastPlace(edge: Edge | null): RawBuilder<unknown> {
  const [position, , last] = edge ?? [];
  const bound =
    position === undefined
      ? endless
      : sql`case when ${position}::bigint < ${aboveAll} then ${endless} else ${last}::bigint end`;
  // The whole in a query of its own: to the planner coalesce itself could leak, which keeps it out of indexes under policies.
  return sql`(select coalesce((select s.place from sealed_change_set s where ${isOwn('s')} and s.place <= ${bound} order by s.place desc limit 1), 0))`;
}
