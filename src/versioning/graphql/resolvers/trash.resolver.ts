import { Args, ArgsType, Authorized, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Actor } from '../../model/actor.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { readTrash, type TrashRow } from '../../read/records/trash-reader.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { Instant } from '../../read/instants/instant.js';
import { AsOf, toInstant } from '../inputs/as-of.js';
import { connectionOf, type Connection, toConnection } from '../outputs/connection.js';
import type { VersioningContext } from '../loading/context.js';
import { Reads } from '../declaration/field-reads.js';
import type { Loaded } from '../loading/loaded.js';
import { PageArgs } from '../inputs/page-args.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';
import { VersionedEntity } from '../outputs/versioned-interface.js';

/** A record that was deleted for its own sake, with what its deletion took along. */
@ObjectType()
export class TrashItem {
  readonly row!: TrashRow;
  readonly instant!: Instant | null;

  @Field(() => VersionedEntity)
  entity(@Ctx() { loaders }: VersioningContext): Loaded<VersionedEntity> {
    return loaders.records.selected(
      this.row.meta.class as VersionedClass,
      this.row.id,
      DeletedFilter.ONLY,
      this.instant,
    );
  }

  @Field(() => DateTime)
  deletedAt!: string;

  @Field(() => Actor, { nullable: true })
  deletedBy!: Actor | null;

  @Field(() => Int, { description: 'How many records its deletion took along.' })
  cascadeSize!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When retention will remove it for good; null: never, and as of an instant.',
  })
  purgeAt!: string | null;
}

const TrashConnection = connectionOf(TrashItem);

@ArgsType()
class TrashArgs extends PageArgs {
  @Field(() => [String], { nullable: true, description: 'Types to show (`Post`); all where absent.' })
  types?: string[];

  @Field(() => AsOf, { nullable: true })
  asOf?: AsOf;
}

@Resolver()
export class TrashResolver {
  @Authorized('READ')
  @Reads({ kind: 'trash' })
  @Query(() => TrashConnection, { description: 'What can be restored, or could at an instant, latest deletion first.' })
  async trash(
    @Args(() => TrashArgs) { types, asOf, ...page }: TrashArgs,
    @Ctx() { em }: VersioningContext,
  ): Promise<Connection<TrashItem>> {
    const instant = toInstant(asOf);
    return toConnection(TrashConnection, await readTrash(em, page, types ?? undefined, instant), (row) =>
      Object.assign(new TrashItem(), {
        row,
        instant,
        deletedAt: row.deletedAt,
        deletedBy: Actor.parse(row.deletedBy),
        cascadeSize: row.cascadeSize,
        purgeAt: row.purgeAt,
      }),
    );
  }
}
