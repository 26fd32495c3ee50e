import { ArgsType, Field, ID, Int } from 'type-graphql';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import type { ListQuery } from '../../read/lists/list-query.js';
import type { PageRequest } from '../../read/lists/page.js';
import { AsOf } from './as-of.js';

/** The arguments of every connection. */
@ArgsType()
export class PageArgs implements PageRequest {
  @Field(() => Int, { nullable: true, description: 'So many from the start; 20 where absent, at most 100.' })
  first?: number;

  @Field(() => String, { nullable: true })
  after?: string;

  @Field(() => Int, { nullable: true, description: 'So many from the end.' })
  last?: number;

  @Field(() => String, { nullable: true })
  before?: string;
}

/** The arguments of a connection of records. */
@ArgsType()
export class RecordPageArgs extends PageArgs implements ListQuery {
  @Field(() => DeletedFilter, { nullable: true, defaultValue: DeletedFilter.EXCLUDE })
  deleted?: DeletedFilter;
}

@ArgsType()
export class RecordArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => DeletedFilter, { nullable: true, defaultValue: DeletedFilter.EXCLUDE })
  deleted?: DeletedFilter;

  @Field(() => AsOf, { nullable: true })
  asOf?: AsOf;
}

/** The arguments of a reference to one record. */
@ArgsType()
export class ReferenceArgs {
  @Field(() => Boolean, { nullable: true, defaultValue: false })
  includeDeleted?: boolean;
}
