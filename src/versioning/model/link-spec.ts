import type { EntityMetadata } from '@mikro-orm/core';
import { fieldsOf } from './entity-field.js';

/** Where the database finds the ids that a record is linked to, and under which key a snapshot holds them. */
export interface LinkSpec {
  readonly key: string;
  readonly table: string;
  /** The link table's column that refers to the record. */
  readonly owner: string;
  /** The link table's column that refers to what it is linked to. */
  readonly target: string;
}

/** The links that belong to an entity's own state. */
export function linkSpecs(meta: EntityMetadata): LinkSpec[] {
  return fieldsOf(meta)
    .filter((field) => field.kind === 'links')
    .map(({ column: key, property: { pivotTable: table, joinColumns, inverseJoinColumns } }) => ({
      key,
      table,
      owner: joinColumns[0]!,
      target: inverseJoinColumns[0]!,
    }));
}
