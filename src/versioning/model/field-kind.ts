import { type EntityProperty, ReferenceKind } from '@mikro-orm/core';

/** What a property is to the state of its record: a value, a reference to one record, or the set of linked records. */
export type FieldKind = 'value' | 'reference' | 'links';

/**
 * The kind of a property, before and after the ORM has discovered it.
 *
 * @returns undefined for what other tables hold: children, and links that belong to the state of the other side
 */
export function fieldKind({
  kind,
  mappedBy,
}: Pick<EntityProperty, 'kind'> & Partial<Pick<EntityProperty, 'mappedBy'>>): FieldKind | undefined {
  switch (kind as ReferenceKind | undefined) {
    // A column that nothing has been said of yet.
    case undefined:
    case ReferenceKind.SCALAR:
      return 'value';
    case ReferenceKind.MANY_TO_ONE:
      return 'reference';
    case ReferenceKind.MANY_TO_MANY:
      return mappedBy ? undefined : 'links';
    default:
      return undefined;
  }
}
