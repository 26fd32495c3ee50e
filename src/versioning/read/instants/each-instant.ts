import { type RawBuilder, sql } from 'kysely';
import type { Instant } from './instant.js';
import type { RawRow } from '../statements/read-statement.js';
import { forWhom } from '../../session/own-rows.js';

/** What is asked for by an id at the instant right after a change set. */
export interface AfterChangeSet {
  readonly changeSet: string;
  readonly id: string;
}

/**
 * The instants right after many change sets, at each of which something is read: by one statement, which gives each row
 * with the instant that it is of. So what stands below the states of a page of versions costs as much as below one.
 */
export class EachInstant {
  /** SQL in a statement of them: the ids that are asked for at one of them, a `uuid[]`. */
  static readonly ids: RawBuilder<unknown> = sql`"$each".ids`;

  /** SQL in a statement of them: the first number of a transaction that one of them may not see. */
  static readonly firstOpen: RawBuilder<unknown> = sql`(
    select pg_snapshot_xmin("$each".seen) as number from "$each" order by number limit 1)`;

  /** @param asked SQL that selects change sets, and ids that are asked for right after them */
  constructor(private readonly asked: RawBuilder<unknown>) {}

  /** @param changeSets SQL for a `uuid[]`; so `ids`, of as many */
  static of(changeSets: RawBuilder<unknown>, ids: RawBuilder<unknown>): EachInstant {
    return new EachInstant(sql`select * from unnest(${changeSets}, ${ids})`);
  }

  /** Those of them of which something holds. @param condition SQL about `asked`: its `change_set`, and the `id` that is asked for there */
  where(condition: RawBuilder<unknown>): EachInstant {
    return new EachInstant(sql`select asked.* from (${this.asked}) asked (change_set, id) where ${condition}`);
  }

  /** The instant that a row of a statement of them is of. */
  static ofRow(row: RawRow): Instant {
    return { changeSet: row['$instant'] as string };
  }

  /** The rows of each change set. */
  static split(rows: readonly RawRow[]): ReadonlyMap<string, readonly RawRow[]> {
    return Map.groupBy(rows, (row) => row['$instant'] as string);
  }

  /**
   * A statement of them.
   *
   * @param each SQL for what is read at one of them, whose `pg_snapshot` it finds as `"$instant".seen`
   */
  statement(each: RawBuilder<unknown>): RawBuilder<RawRow> {
    return sql`
      with "$each" as materialized (
        select asked.change_set as id, palimpsest.instant_after(asked.change_set, ${forWhom()}) as seen, array_agg(distinct asked.id) as ids
        from (${this.asked}) asked (change_set, id) group by asked.change_set)
      select "$each".id as "$instant", "$at".* from "$each" cross join lateral (
        with "$instant" (seen) as materialized (select "$each".seen) ${each}) "$at"`;
  }
}
