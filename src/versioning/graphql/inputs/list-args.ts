import type { EntityMetadata } from '@mikro-orm/core';
import type { AsOf } from './as-of.js';
import type { ListQuery } from '../../read/lists/list-query.js';
import { filteredColumns, filterSql, type RecordFilter } from './record-filter.js';
import { orderTerms, type RecordOrder } from './record-order.js';

/** What a list of records is asked for with. */
export interface ListArgs extends Omit<ListQuery, 'where' | 'columns' | 'order'> {
  readonly filter?: RecordFilter | null;
  readonly orderBy?: readonly RecordOrder[] | null;
  readonly asOf?: AsOf | null;
}

/** What the arguments of a list mean. @throws DomainError BAD_USER_INPUT for a filter that is none */
export function listQuery(meta: EntityMetadata, { filter, orderBy, ...query }: ListArgs): ListQuery {
  const conditions = filter ? { where: [filterSql(meta, filter)], columns: filteredColumns(meta, filter) } : {};
  return { ...query, ...conditions, order: orderTerms(orderBy ?? []) };
}
