import { Arg, Args, ArgsType, Authorized, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import { connectionOf, type Connection, toConnection } from '../outputs/connection.js';
import type { VersioningContext } from '../loading/context.js';
import { Reads } from '../declaration/field-reads.js';
import { ChangeSetFilterInput } from '../inputs/history-filter-input.js';
import { PageArgs } from '../inputs/page-args.js';
import { ChangeSetType, toChangeSet } from '../outputs/entity-version.js';

const ChangeSetConnection = connectionOf(ChangeSetType, 'ChangeSet');

@ArgsType()
class ChangeSetsArgs extends PageArgs {
  @Field(() => ChangeSetFilterInput, { nullable: true })
  filter?: ChangeSetFilterInput;
}

/** What was changed in an organization, transaction by transaction. */
@Resolver()
export class ChangeSetResolver {
  @Authorized('READ')
  @Reads({ kind: 'change set of' })
  @Query(() => ChangeSetType, { nullable: true })
  async changeSet(
    @Arg('id', () => ID) id: string,
    @Ctx() { loaders }: VersioningContext,
  ): Promise<ChangeSetType | null> {
    const row = await loaders.history.changeSet(id);
    return row && toChangeSet(row);
  }

  @Authorized('READ')
  @Reads({ kind: 'change sets' })
  @Query(() => ChangeSetConnection, { description: 'All change sets, newest first.' })
  async changeSets(
    @Args(() => ChangeSetsArgs) { filter, ...page }: ChangeSetsArgs,
    @Ctx() { loaders }: VersioningContext,
  ): Promise<Connection<ChangeSetType>> {
    return toConnection(ChangeSetConnection, (await loaders.history.changeSets(page, filter ?? {}))!, toChangeSet);
  }
}
