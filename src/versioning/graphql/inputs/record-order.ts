import { Field, InputType, registerEnumType } from 'type-graphql';
import type { ListQuery } from '../../read/lists/list-query.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { type ApiField, apiFieldsOf } from '../declaration/api-field.js';
import { SortDirection } from '../declaration/sort-direction.js';
import { graphQLTypeName } from '../declaration/graphql-type-name.js';
import { namedClass } from '../declaration/named-class.js';
import { isComparable } from './record-filter.js';

/** One term of an order as clients give it; `field` is the property's name. */
export interface RecordOrder {
  readonly field: string;
  readonly direction: SortDirection;
}

/** The order input of an entity (`PostOrder`) over what can be compared, enums left out. */
export function orderTypeOf(entity: VersionedClass): new () => object {
  const sortable = apiFieldsOf(entity).filter(isOrderable);
  const properties = ['createdAt', 'updatedAt', ...sortable.map(({ property }) => property)];
  const fields = Object.fromEntries(properties.map((property) => [constantCase(property), property]));
  registerEnumType(fields, { name: `${entity.name}OrderField` });
  const order = namedClass(`${entity.name}Order`);
  Field(() => fields)(order.prototype as object, 'field');
  Field(() => SortDirection, { defaultValue: SortDirection.ASC })(order.prototype as object, 'direction');
  InputType(`${entity.name}Order`)(order);
  return order;
}

/** An order for the reader. A field that stands in it again says nothing, and could make it as long as the request. */
export function orderTerms(order: readonly RecordOrder[]): NonNullable<ListQuery['order']> {
  const directions = new Map<string, SortDirection>();
  for (const { field, direction } of order) if (!directions.has(field)) directions.set(field, direction);
  return [...directions].map(([property, direction]) => ({ property, ascending: direction === SortDirection.ASC }));
}

/** What an order calls a field; null where lists cannot be ordered by it. */
export function orderFieldOf(field: ApiField): string | null {
  return isOrderable(field) ? constantCase(field.property) : null;
}

function isOrderable(field: ApiField): boolean {
  return isComparable(field) && isSortable(field.declaration!.getType());
}

function isSortable(type: unknown): boolean {
  return ['String', 'Int', 'Float', 'Boolean', 'Date', 'DateTime', 'BigInt', 'Decimal'].includes(nameOrEmpty(type));
}

function nameOrEmpty(type: unknown): string {
  return typeof type === 'object' && type !== null && !('name' in type) ? '' : graphQLTypeName(type);
}

function constantCase(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toUpperCase();
}
