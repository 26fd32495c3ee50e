import { registerEnumType } from 'type-graphql';

/** Which way a list is ordered. */
export enum SortDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

registerEnumType(SortDirection, { name: 'SortDirection' });
