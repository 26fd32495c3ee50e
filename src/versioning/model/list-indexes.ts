import type { EntityMetadata } from '@mikro-orm/core';
import { collationOf } from './collation.js';
import { constraintName } from './constraint-name.js';
import { shownFieldsOf } from './entity-field.js';
import { isUnique } from './label-field.js';
import { isVersioned, softDelete } from './map-versioned.js';
import { isTextField } from './text-field.js';

/**
 * The indexes by which pages are found in a list that is ordered by a unique text: its key goes by the order of its column,
 * such lists by that of a language. Part of an entity's metadata, so that the migration of a new one brings them. For
 * MikroORM's `discovery.afterDiscovered`.
 *
 * @param scope the property that says whose list it is
 */
export function declareListIndexes(meta: EntityMetadata, scope: string): void {
  if (!isVersioned(meta.class)) return;
  for (const { property, column } of shownFieldsOf(meta).filter(isTextField)) {
    const collation = collationOf(meta, property);
    if (!isUnique(meta.class, property.name) || collation === undefined || collation === property.collation) continue;
    meta.indexes.push({
      name: constraintName(meta.tableName, column, 'list'),
      properties: [scope, property.name, 'id'] as never,
      columns: [{ name: scope }, { name: property.name, collation }, { name: 'id' }],
      where: softDelete.sql(),
    });
  }
}
