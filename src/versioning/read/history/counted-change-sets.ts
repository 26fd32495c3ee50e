import { type RawBuilder, sql } from 'kysely';
import { placesAbout } from './change-set-topics.js';
import { type ChangeSetRange, changeSetsByCommit, placesWithin } from './change-sets-by-commit.js';
import { union } from '../lists/list-parts.js';
import { isOwn } from '../../session/own-rows.js';

/** Looking up more change sets, one after the other, takes longer than reading all there are. */
const few = { summaries: 100, places: 5000 } as const;

/** What must hold of a change set, over the alias `c`: asked of one after the other, and of all together. */
export interface Asked {
  readonly ofEach: readonly RawBuilder<unknown>[];
  readonly ofAll: readonly RawBuilder<unknown>[];
}

/**
 * SQL: a `from` clause of as many rows as there are change sets that fit. Topics and summaries tell, before any is looked at,
 * whether these can be but few: these are looked up. Else all are read, as the planner likes, which knows nothing of topics.
 */
export function countedChangeSets(range: ChangeSetRange, { ofEach, ofAll }: Asked): RawBuilder<unknown> {
  const { from, to } = range;
  const all = from == null && to == null ? sql`change_set c` : listed({ from, to });
  const read = (rows: RawBuilder<unknown>, conditions: readonly RawBuilder<unknown>[]) =>
    sql`select from ${rows} where ${sql.join([isOwn('c'), ...conditions], sql` and `)}`;
  if (!range.isRare) return sql`(${read(all, ofAll)}) c`;
  return sql`(
    with likely as materialized (select ${areFew(range)} as are_few)
    ${read(listed(range), [...ofEach, sql`(select are_few from likely)`])}
    union all
    ${read(all, [...ofAll, sql`not (select are_few from likely)`])}) c`;
}

function listed(range: ChangeSetRange): RawBuilder<unknown> {
  const parts = changeSetsByCommit(range, null, false);
  return union(
    parts,
    parts.parts.map(({ rows }) => rows({})),
  );
}

function areFew(range: ChangeSetRange): RawBuilder<unknown> {
  const { topics, mayHold } = range;
  const within = placesWithin(range);
  const counted = (rows: RawBuilder<unknown>, most: number) =>
    sql`(select count(*) <= ${sql.lit(most)} from (select from ${rows} limit ${sql.lit(most + 1)}) one)`;
  if (!mayHold) return counted(sql`${placesAbout(topics!, within(sql.ref('f.place')), false)} f`, few.places);
  const places = within(sql.ref('m.first_place'), sql.ref('m.last_place'));
  return counted(sql`change_set_summary m where ${isOwn('m')} and ${places} and ${mayHold}`, few.summaries);
}
