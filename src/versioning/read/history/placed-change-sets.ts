import { type RawBuilder, sql } from 'kysely';
import { placesAbout, type Topic } from './change-set-topics.js';
import type { OrderTerm } from '../lists/keyset-order.js';
import type { Between, Part } from '../lists/list-parts.js';
import { orderedStream } from '../lists/ordered-stream.js';
import { isOwn } from '../../session/own-rows.js';
import { summedUpTogether } from '../../store/change-set-summary.js';

/** SQL: what must hold of a place, or of one of those from the first to the last. */
export type OfPlace = (first: RawBuilder<unknown>, last?: RawBuilder<unknown>) => RawBuilder<unknown>;

const descending = { type: 'bigint', ascending: false, required: true } as const;
const byPlace: OrderTerm = { expression: sql.ref('c.position'), ...descending };
const bySummary: OrderTerm = { expression: sql.ref('c.summary'), ...descending };

/** Change sets that have a place, in the order of their places. @param topics one of which they must be about; absent: about anything */
export function placed(
  within: (between: Between) => OfPlace,
  topics: readonly Topic[] | undefined,
  backwards: boolean,
): Part {
  return {
    comes: byPlace,
    rows: (between) => sql`
      select c.*, s.place as position, null::bigint as summary
      from ${placesOf(within(between), topics, backwards)} join change_set c on ${isOwn('c')} and c.id = s.change_set_id`,
  };
}

/**
 * The same in two parts, those that are summed up and those that came after: of what is summed up together nothing is looked at
 * where none of it may be wanted.
 *
 * @param mayHold over the alias `m` of a summary
 */
export function placedBySummary(
  within: (between: Between) => OfPlace,
  topics: readonly Topic[] | undefined,
  mayHold: RawBuilder<unknown>,
  backwards: boolean,
): Part[] {
  const after =
    (between: Between): OfPlace =>
    (place) =>
      sql`${within(between)(place)} and ${place} > (
    select coalesce((select m.last_place from change_set_summary m where ${isOwn('m')} order by m.first_place desc limit 1), 0))`;
  const inside =
    (between: Between): OfPlace =>
    (place) =>
      sql`${within(between)(place)} and ${place} >= m.first_place and ${place} <= m.last_place`;
  const summedUp = (between: Between) => sql`
    select c.*, m.first_place as summary
    from (
      select m.first_place, m.last_place from change_set_summary m
      where ${isOwn('m')} and ${within(between)(sql.ref('m.first_place'), sql.ref('m.last_place'))} and ${mayHold}
      ${orderedStream(sql.ref('m.first_place'), backwards)}) m
    cross join lateral (
      select c.*, s.place as position
      from ${placesOf(inside(between), topics, backwards, summedUpTogether)} join change_set c on ${isOwn('c')} and c.id = s.change_set_id
      offset 0) c`;
  const later = placed(after, topics, backwards);
  // By themselves, lest they are found by what else is asked of them, of which there may be many before.
  const since = (between: Between) =>
    sql`select * from (${later.rows(between)} ${orderedStream(sql.ref('position'), backwards)}) c`;
  return [
    { comes: bySummary, rows: summedUp },
    { ...later, rows: since },
  ];
}

/**
 * SQL: as `s`, of some places which change sets they are of.
 *
 * @param most so many there are at the most, where that is known: the planner does not know
 */
function placesOf(
  within: OfPlace,
  topics: readonly Topic[] | undefined,
  backwards: boolean,
  most?: number,
): RawBuilder<unknown> {
  const first = most === undefined ? sql`` : sql`limit ${sql.lit(most)}`;
  if (topics) {
    const places = placesAbout(topics, within(sql.ref('f.place')), backwards);
    return sql`(select f.place from ${places} f ${first}) f join sealed_change_set s on ${isOwn('s')} and s.place = f.place`;
  }
  return sql`(select s.place, s.change_set_id from sealed_change_set s where ${isOwn('s')} and ${within(sql.ref('s.place'))} ${first}) s`;
}
