import type { EntityMetadata } from '@mikro-orm/core';
import { collationOf } from './collation.js';
import { constraintName } from './constraint-name.js';
import { modelOf } from './entity-model.js';
import { isUnique } from './label-field.js';
import { isVersioned, softDelete } from './map-versioned.js';

/**
 * The indexes by which pages are found in a list that is ordered by a unique text: its key goes by the order of its column,
 * such lists by that of a language. Part of an entity's metadata, so that the migration of a new one brings them. For
 * MikroORM's `discovery.afterDiscovered`.
 *
 * @param scope the property that says whose list it is
 */
export function declareListIndexes(meta: EntityMetadata, scope: string): void {
  if (!isVersioned(meta.class)) return;
  for (const field of modelOf(meta).shown.filter(({ isText }) => isText)) {
    const { property, column } = field;
    const collation = collationOf(meta, field);
    if (!isUnique(meta.class, property) || collation === undefined || collation === field.collation) continue;
    meta.indexes.push({
      name: constraintName(meta.tableName, column, 'list'),
      properties: [scope, property, 'id'] as never,
      columns: [{ name: scope }, { name: property, collation }, { name: 'id' }],
      where: softDelete.sql(),
    });
  }
}
