import { Args, ArgsType, Authorized, Ctx, Extensions, Field, ID, Int, Query, Resolver } from 'type-graphql';
import { AsOf, toInstant } from '../inputs/as-of.js';
import type { Connection } from '../outputs/connection.js';
import type { VersioningContext } from '../loading/context.js';
import type { Loaded } from '../loading/loaded.js';
import { FieldChange } from '../outputs/field-change.js';
import { Reads } from '../declaration/field-reads.js';
import { HistoryFilterInput } from '../inputs/history-filter-input.js';
import { PageArgs } from '../inputs/page-args.js';
import { noSuchRecord } from '../../read/history/no-such-version.js';
import { versionAt } from './version-at.js';
import { differencesBetween } from '../outputs/version-changes.js';
import { EntityVersionConnection, EntityVersionType, toVersion, toVersions } from '../outputs/entity-version.js';
import { Node } from '../outputs/versioned-interface.js';

@ArgsType()
class NodeArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => AsOf, { nullable: true })
  asOf?: AsOf;
}

@ArgsType()
class HistoryArgs extends PageArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => HistoryFilterInput, { nullable: true })
  filter?: HistoryFilterInput;
}

function isWhole({ first, last, after, before }: PageArgs): boolean {
  return first !== 0 && last !== 0 && after == null && before == null;
}

@ArgsType()
class VersionArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  version!: number;
}

@ArgsType()
class DiffArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  from!: number;

  @Field(() => Int)
  to!: number;
}

/** Questions about the past of any record, whatever its type. */
@Resolver()
export class HistoryResolver {
  @Authorized('READ')
  @Reads({ kind: 'node' })
  @Query(() => Node, { nullable: true, description: 'Any record by its id that is living, or was at an instant.' })
  node(@Args(() => NodeArgs) { id, asOf }: NodeArgs, @Ctx() { loaders }: VersioningContext): Loaded<object> {
    return loaders.records.node(id, toInstant(asOf));
  }

  @Authorized('READ')
  @Reads({ kind: 'history of' })
  @Query(() => EntityVersionConnection, { description: 'All versions of a record, newest first.' })
  async history(
    @Args(() => HistoryArgs) { id, filter, ...page }: HistoryArgs,
    @Ctx() context: VersioningContext,
  ): Promise<Connection<EntityVersionType>> {
    if (filter?.field) {
      const newest = await versionAt(context.history, id);
      return toVersions(await context.history.versionsChanging(newest, page, filter));
    }
    const versions = (await context.loaders.history.versionsOf(id, page, filter ?? {}))!;
    if (versions.items.length === 0) {
      // Of a page that nothing narrows, nothing is left to be asked.
      if (isWhole(page) && !filter) throw noSuchRecord();
      await versionAt(context.history, id);
    }
    return toVersions(versions);
  }

  @Authorized('READ')
  @Reads({ kind: 'version of' })
  @Query(() => EntityVersionType, { nullable: true })
  async version(
    @Args(() => VersionArgs) { id, version }: VersionArgs,
    @Ctx() { loaders }: VersioningContext,
  ): Promise<EntityVersionType | null> {
    const header = await loaders.history.version({ entityId: id, version });
    return header && toVersion(header);
  }

  @Authorized('READ')
  @Extensions({ ofFields: true })
  @Query(() => [FieldChange], { description: 'What differs between two versions of a record.' })
  async diff(
    @Args(() => DiffArgs) { id, from, to }: DiffArgs,
    @Ctx() { history, loaders }: VersioningContext,
  ): Promise<FieldChange[]> {
    const before = await versionAt(history, id, { argument: 'from', version: from });
    const after = await versionAt(history, id, { argument: 'to', version: to });
    const changed = await history.changedBetween(after, Math.min(from, to), Math.max(from, to));
    return differencesBetween(before, after, changed, loaders);
  }
}
