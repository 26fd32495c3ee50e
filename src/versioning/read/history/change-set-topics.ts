import { type RawBuilder, sql } from 'kysely';
import { Operation } from '../../model/operation.js';
import type { FormerNames } from './former-names.js';
import type { ChangedColumns } from './history-filter.js';
import { orderedStream } from '../lists/ordered-stream.js';
import { isOwn } from '../../session/own-rows.js';

/** What a change set must be about to be looked at more closely: it may be what is wanted, all others are not. */
export interface Topic {
  readonly table: string;
  readonly topic: string;
}

/**
 * The topics of which change sets have one that made versions of some types: by operations, or of which columns changed.
 *
 * @param types tables by their present names, with those that they had
 */
export function topicsOf(
  types: ReadonlyMap<string, FormerNames>,
  operations: readonly Operation[] | null,
  columns: ChangedColumns | null,
): Topic[] {
  return [...types].flatMap(([table, { tables, columns: namesOf }]) => {
    // A creation lists all columns, so that each would be a topic of it; the operation says as much, where creations are wanted.
    const creation = operations?.includes(Operation.CREATE) === false ? [] : [Operation.CREATE];
    const topics = columns
      ? (columns.get(table) ?? []).flatMap((column) => [...namesOf(column), ...creation])
      : (operations ?? Object.values(Operation));
    return [...new Set(topics)].flatMap((topic) => tables.map((name) => ({ table: name, topic })));
  });
}

/**
 * SQL: the places of the change sets about any of some topics, without repetition, in their order. The topics are read side
 * by side, each in the order of its index, so that the first places are there before the last have been looked at.
 *
 * @param within a condition over the alias `f`
 * @param backwards whether the smallest is first, and not the greatest
 */
export function placesAbout(
  topics: readonly Topic[],
  within: RawBuilder<unknown>,
  backwards: boolean,
): RawBuilder<unknown> {
  const each = topics.map(
    ({ table, topic }) => sql`(
      select f.place from change_set_topic f
      where ${isOwn('f')} and f.entity_type = ${table} and f.topic = ${topic} and ${within}
      ${orderedStream(sql.ref('f.place'), backwards)})`,
  );
  if (each.length === 0) return sql`(select null::bigint as place where false)`;
  // DISTINCT alone may be made by hashing, which reads all places before it gives the first; DISTINCT ON never is.
  return sql`(select distinct on (a.place) a.place from (${sql.join(each, sql` union all `)}) a ${orderedStream(sql.ref('a.place'), backwards)})`;
}
