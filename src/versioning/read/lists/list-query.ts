import type { RawBuilder } from 'kysely';
import type { DeletedFilter } from './deleted-filter.js';
import type { PageRequest } from './page.js';

/** Which records are listed, in which order, and which part of them. */
export interface ListQuery extends PageRequest {
  readonly deleted?: DeletedFilter;
  /** Conditions over the alias `t`. */
  readonly where?: readonly RawBuilder<unknown>[];
  /** The columns that these look at; it may be any of them where this is absent, and then the past is read more slowly. */
  readonly columns?: ReadonlySet<string>;
  /** By property; records that are equal in all of them follow their ids. */
  readonly order?: readonly { readonly property: string; readonly ascending: boolean }[];
}
