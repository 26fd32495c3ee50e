import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import type { EntityField } from '../model/entity-field.js';
import { modelOf } from '../model/entity-model.js';
import { deletionBy } from '../read/records/deletion-cause.js';
import { changedUpToDate, upToDate } from '../read/states/upcast.js';
import { isOwn } from '../session/own-rows.js';
import { type Check, versionsOf } from './check.js';

/** What must hold between records. */
export const relationChecks: readonly Check[] = [
  (meta) =>
    pass(
      modelOf(meta).owned.map(
        ({ child, reference }) => sql`
          select c.id, c.version, ${sql.lit(reference.column)} as "column" from ${sql.table(child.tableName)} c
          join ${sql.table(meta.tableName)} p on ${isOwn('p')} and p.id = ${sql.ref(`c.${reference.column}`)}
          where ${isOwn('c')} and c.deleted_at is null and p.deleted_at is not null`,
      ),
      'no living child stands under a deleted parent',
    ),
  (meta) =>
    pass(
      modelOf(meta).references.map(({ column: name, target }) => {
        const column = sql.ref(`t.${name}`);
        return sql`
          select t.id, t.version, ${sql.lit(name)} as "column" from ${sql.table(meta.tableName)} t
          left join ${sql.table(target!.tableName)} r on ${isOwn('r')} and r.id = ${column}
          where ${isOwn('t')} and ${column} is not null and r.id is null`;
      }),
      'references point at records of the same tenant',
    ),
  (meta) =>
    pass(
      [
        sql`
          select t.id, t.version, 'deleted_in' as "column" from ${sql.table(meta.tableName)} t
          left join ${versionsOf(meta)} v
            on v.entity_id = t.id and v.change_set_id = t.deleted_in and ${deletionBy('v')}
          left join history_start h on ${isOwn('h')} and h.entity_id = t.id
          left join change_set s on ${isOwn('s')} and s.id = t.deleted_in
          where ${isOwn('t')} and t.deleted_in is not null and v.version is null and (h.version is null or s.id is null)`,
      ],
      'deleted records name the change set that deleted them',
    ),
  (meta) =>
    pass(
      modelOf(meta).references.flatMap(forgotten(meta)),
      'what a record referred to before is kept as a past reference',
    ),
];

/** SQL: versions with a reference that their next one changed, or that their row was removed with, and that is not kept. */
function forgotten(meta: EntityMetadata) {
  return ({ column: name }: EntityField): RawBuilder<unknown>[] => {
    const column = sql.lit(name);
    const referred = sql`(${upToDate(meta, 'v')}) ->> ${column}`;
    const kept = sql`left join past_reference p on ${isOwn('p')} and p.entity_id = v.entity_id and p.target_id::text = ${referred}
      where ${referred} is not null and p.entity_id is null`;
    const changed = sql`(${changedUpToDate(meta, 'n')})`;
    return [
      sql`
        select v.entity_id as id, v.version, ${column} as "column" from ${versionsOf(meta)} n
        join ${versionsOf(meta)} v on v.entity_id = n.entity_id and v.version = n.version - 1 and ${changed} ? ${column} ${kept}`,
      sql`
        select v.entity_id as id, v.version, ${column} as "column" from tombstone d
        join ${versionsOf(meta)} v on ${isOwn('d')} and v.entity_id = d.entity_id and v.version = d.version ${kept}`,
    ];
  };
}

/** Every row that one of the queries finds is a breach. */
function pass(queries: readonly RawBuilder<unknown>[], requirement: string): ReturnType<Check> {
  if (queries.length === 0) return undefined;
  return {
    rows: sql`(${sql.join(queries, sql` union all `)}) found`,
    id: sql`found.id`,
    version: sql`found.version`,
    breaches: { [requirement]: sql`true` },
    columns: { [requirement]: sql`array[found."column"::text]` },
  };
}
