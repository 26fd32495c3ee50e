import type { RawBuilder } from 'kysely';
import type { DeletedFilter } from './deleted-filter.js';
import type { PageRequest } from './page.js';

/** Which records are listed, in which order, and which part of them. */
export interface ListQuery extends PageRequest {
  readonly deleted?: DeletedFilter;
  /** Conditions over the alias `t`. */
  readonly where?: readonly RawBuilder<unknown>[];
  /** By property; records that are equal in all of them follow their ids. */
  readonly order?: readonly { readonly property: string; readonly ascending: boolean }[];
}
