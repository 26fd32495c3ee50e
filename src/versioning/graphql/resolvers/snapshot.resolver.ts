import { Authorized, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { SeenSnapshot } from '../../read/instants/snapshot-statement.js';
import type { VersioningContext } from '../loading/context.js';
import { Reads } from '../declaration/field-reads.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';

/** What a query sees, by name. */
@ObjectType()
export class Snapshot implements SeenSnapshot {
  @Field({ description: 'Names exactly what this query sees. It means nothing to another organization.' })
  token!: string;

  @Field(() => DateTime, { description: 'When the query began to read.' })
  at!: string;
}

@Resolver()
export class SnapshotResolver {
  @Authorized('READ')
  @Reads({ kind: 'snapshot token' })
  @Query(() => Snapshot, { description: 'What all fields of this query see, to be asked for again later.' })
  async snapshot(@Ctx() { loaders }: VersioningContext): Promise<Snapshot> {
    return Object.assign(new Snapshot(), await loaders.snapshot());
  }
}
