import { Arg, Args, Authorized, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { outsideAnswer } from '../../values/answer-budget.js';
import { type LegalHoldRow, LegalHolds, readLegalHolds } from '../../retention/legal-holds.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { connectionOf, type Connection, toConnection } from '../outputs/connection.js';
import type { VersioningContext } from '../loading/context.js';
import { PageArgs } from '../inputs/page-args.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';
import { ChangeSetType, toChangeSet } from '../outputs/entity-version.js';
import { VersionedEntity } from '../outputs/versioned-interface.js';

/** What keeps a record from being purged, with what it owns and belongs to. */
@ObjectType('LegalHold', { description: 'Keeps a record from being purged, with what it owns and belongs to.' })
export class LegalHoldType {
  readonly row!: LegalHoldRow;

  @Field(() => ID)
  entityId!: string;

  @Field(() => String)
  entityType!: string;

  @Field(() => VersionedEntity, { nullable: true, description: 'Living or deleted; null once it is purged.' })
  async entity(@Ctx() { loaders }: VersioningContext): Promise<VersionedEntity | null> {
    if (!this.row.meta) return null;
    return loaders.records.selected(this.row.meta.class as VersionedClass, this.entityId, DeletedFilter.INCLUDE);
  }

  @Field(() => String)
  reason!: string;

  @Field(() => DateTime)
  placedAt!: string;

  @Field(() => ChangeSetType, { description: 'In which it was placed.' })
  async changeSet(@Ctx() { loaders }: VersioningContext): Promise<ChangeSetType> {
    return toChangeSet((await loaders.history.changeSet(this.row.changeSetId))!);
  }
}

@ObjectType()
export class LegalHoldPayload {
  @Field(() => LegalHoldType)
  legalHold!: LegalHoldType;
}

@InputType()
class LegalHoldInput {
  @Field(() => ID, { description: 'Of a record of any type.' })
  id!: string;

  @Field(() => String, { description: 'Why; kept with the hold and the change set.' })
  reason!: string;
}

const LegalHoldConnection = connectionOf(LegalHoldType, 'LegalHold');

@Resolver()
export class LegalHoldResolver {
  @Authorized('ADMINISTER')
  @Query(() => LegalHoldConnection, { description: 'Latest first.' })
  async legalHolds(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { em }: VersioningContext,
  ): Promise<Connection<LegalHoldType>> {
    return toConnection(LegalHoldConnection, await readLegalHolds(em, page), toLegalHold);
  }

  @Authorized('ADMINISTER')
  @Mutation(() => LegalHoldPayload, { description: 'Keeps a record from being purged until the hold is released.' })
  placeLegalHold(
    @Arg('input', () => LegalHoldInput) { id, reason }: LegalHoldInput,
    @Ctx() context: VersioningContext,
  ): Promise<LegalHoldPayload> {
    return hold(context, (holds) => holds.place(id, reason));
  }

  @Authorized('ADMINISTER')
  @Mutation(() => LegalHoldPayload, { description: 'Answers the hold as it was.' })
  releaseLegalHold(
    @Arg('input', () => LegalHoldInput) { id }: LegalHoldInput,
    @Ctx() context: VersioningContext,
  ): Promise<LegalHoldPayload> {
    return hold(context, (holds) => holds.release(id));
  }
}

async function hold(
  { changes, loaders }: VersioningContext,
  work: (holds: LegalHolds) => Promise<LegalHoldRow>,
): Promise<LegalHoldPayload> {
  if (!changes) throw new Error('Changes are made in mutations only.');
  const row = await outsideAnswer(() => work(new LegalHolds(changes)));
  loaders.clear();
  return { legalHold: toLegalHold(row) };
}

function toLegalHold(row: LegalHoldRow): LegalHoldType {
  const { entityId, entityType, reason, placedAt } = row;
  return Object.assign(new LegalHoldType(), { row, entityId, entityType, reason, placedAt });
}
