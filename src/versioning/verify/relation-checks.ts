import { type EntityMetadata, type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { ownedRelations } from '../core/owned-relation.js';
import type { Check, Violation } from './check.js';

/** What must hold between records. */
export const relationChecks: readonly Check[] = [
  {
    requirement: 'no living child stands under a deleted parent',
    violations: (meta) =>
      union(
        ownedRelations(meta).map(
          ({ child, reference }) => sql<Violation>`
            select c.id, c.version from ${sql.table(child.tableName)} c
            join ${sql.table(meta.tableName)} p on p.id = ${sql.ref(`c.${reference.fieldNames[0]}`)}
            where c.deleted_at is null and p.deleted_at is not null`,
        ),
      ),
  },
  {
    requirement: 'references point at records of the same tenant',
    violations: (meta) =>
      union(
        references(meta).map(({ fieldNames, targetMeta }) => {
          const column = sql.ref(`t.${fieldNames[0]}`);
          return sql<Violation>`
            select t.id, t.version from ${sql.table(meta.tableName)} t
            left join ${sql.table(targetMeta!.tableName)} r on r.id = ${column}
            where ${column} is not null and r.id is null`;
        }),
      ),
  },
  {
    requirement: 'deleted records name the change set that deleted them',
    violations: ({ tableName }) => sql<Violation>`
      select t.id, t.version from ${sql.table(tableName)} t
      where t.deleted_in is not null and not exists (
        select from entity_version v
        where v.entity_id = t.id and v.change_set_id = t.deleted_in and v.operation = 'DELETE')`,
  },
];

function references(meta: EntityMetadata): EntityProperty[] {
  return meta.relations.filter(({ kind }) => kind === ReferenceKind.MANY_TO_ONE);
}

function union(queries: readonly RawBuilder<Violation>[]): RawBuilder<Violation> | undefined {
  return queries.length === 0 ? undefined : sql<Violation>`${sql.join(queries, sql` union all `)}`;
}
