import { type RawBuilder, sql } from 'kysely';
import { placesAbout, type Topic } from './change-set-topics.js';
import { isOwn } from '../../session/own-rows.js';
import { summedUpTogether } from '../../store/change-set-summary.js';

/** SQL: what must hold of a place, or of one of those from the first to the last. */
export type OfPlace = (first: RawBuilder<unknown>, last?: RawBuilder<unknown>) => RawBuilder<unknown>;

/** SQL: change sets that have a place, in the order of their places. @param topics one of which they must be about; absent: about anything */
export function placed(within: OfPlace, topics: readonly Topic[] | undefined): RawBuilder<unknown> {
  return sql`
    select c.*, s.place as position from ${placesWithin(within, topics)} join change_set c on ${isOwn('c')} and c.id = s.change_set_id`;
}

/**
 * SQL: the same in two parts, those that are summed up and those that came after: of what is summed up together nothing is looked
 * at where none of it may be wanted. Which summary it is, tells `summary`; they are read in their order, so that the first change
 * sets are there before the last summary has been looked at.
 *
 * @param mayHold over the alias `m` of a summary
 * @param backwards whether the oldest comes first
 */
export function placedBySummary(
  within: OfPlace,
  topics: readonly Topic[] | undefined,
  mayHold: RawBuilder<unknown>,
  backwards: boolean,
): RawBuilder<unknown>[] {
  const inside: OfPlace = (place) => sql`${within(place)} and ${place} >= m.first_place and ${place} <= m.last_place`;
  const after: OfPlace = (place) => sql`${within(place)} and ${place} > (
    select coalesce((select m.last_place from change_set_summary m where ${isOwn('m')} order by m.first_place desc limit 1), 0))`;
  return [
    sql`
    select c.*, s.place as position, m.first_place as summary
    from (
      select m.first_place, m.last_place from change_set_summary m
      where ${isOwn('m')} and ${within(sql.ref('m.first_place'), sql.ref('m.last_place'))} and ${mayHold}
      order by m.first_place ${backwards ? sql`` : sql`desc`}) m
    cross join lateral ${placesWithin(inside, topics, summedUpTogether)} join change_set c on ${isOwn('c')} and c.id = s.change_set_id`,
    sql`
    select c.*, s.place as position, null::bigint as summary
    from ${placesWithin(after, topics)} join change_set c on ${isOwn('c')} and c.id = s.change_set_id`,
  ];
}

/**
 * SQL: as `s`, of some places which change sets they are of.
 *
 * @param most so many there are at the most, where that is known: the planner does not know
 */
function placesWithin(within: OfPlace, topics: readonly Topic[] | undefined, most?: number): RawBuilder<unknown> {
  const first = most === undefined ? sql`` : sql`order by place desc limit ${sql.lit(most)}`;
  if (topics) {
    const places = placesAbout(topics, within(sql.ref('f.place')));
    return sql`(select f.place from ${places} f ${first}) f join sealed_change_set s on ${isOwn('s')} and s.place = f.place`;
  }
  return sql`(select s.place, s.change_set_id from sealed_change_set s where ${isOwn('s')} and ${within(sql.ref('s.place'))} ${first}) s`;
}
