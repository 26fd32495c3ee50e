import { Field, ID, InputType } from 'type-graphql';
import { ChangeSource, Operation } from '../../model/operation.js';
import type { ChangeSetFilter } from '../../read/history/change-set-filter.js';
import type { HistoryFilter } from '../../read/history/history-filter.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';
import { JSONScalar } from '../scalars/json-scalar.js';

const optional = { nullable: true };

/** Which versions of a record are wanted. */
@InputType('HistoryFilter', { description: 'All that is given must hold.' })
export class HistoryFilterInput implements HistoryFilter {
  @Field(() => ID, optional)
  actorId?: string;

  @Field(() => [Operation], optional)
  operation?: Operation[];

  @Field(() => [String], {
    nullable: true,
    description: 'At least one of these changed. Today’s name of a field finds what was written under a former one.',
  })
  field?: string[];

  @Field(() => DateTime, { nullable: true, description: 'Committed from this moment on.' })
  from?: string;

  @Field(() => DateTime, { nullable: true, description: 'Committed before this moment.' })
  to?: string;
}

/** Which change sets are wanted. */
@InputType('ChangeSetFilter', {
  description: 'All that is given must hold; operation, entityType and field of one and the same of its versions.',
})
export class ChangeSetFilterInput implements ChangeSetFilter {
  @Field(() => ID, optional)
  actorId?: string;

  @Field(() => ChangeSource, optional)
  source?: ChangeSource;

  @Field(() => [Operation], optional)
  operation?: Operation[];

  @Field(() => [String], { nullable: true, description: 'Types of records (`Post`).' })
  entityType?: string[];

  @Field(() => String, {
    nullable: true,
    description: 'It changed. Today’s name of a field finds what was written under a former one.',
  })
  field?: string;

  @Field(() => JSONScalar, {
    nullable: true,
    description: 'What the field became, as `changes` tells it; of an enum one of its values.',
  })
  value?: unknown;

  @Field(() => String, { nullable: true, description: 'Part of the reason, as it is spelled there.' })
  reason?: string;

  @Field(() => DateTime, { nullable: true, description: 'Committed from this moment on.' })
  from?: string;

  @Field(() => DateTime, { nullable: true, description: 'Committed before this moment.' })
  to?: string;
}
