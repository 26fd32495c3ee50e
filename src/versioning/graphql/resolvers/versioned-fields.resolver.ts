import { Args, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { instantName } from '../../read/instants/instant.js';
import { instantOf } from '../../read/instants/instant-of.js';
import { Actor } from '../outputs/actor.js';
import type { Connection } from '../outputs/connection.js';
import type { VersioningContext } from '../loading/context.js';
import { Reads } from '../declaration/field-reads.js';
import { PageArgs } from '../inputs/page-args.js';
import { EntityVersionConnection, type EntityVersionType, toVersions } from '../outputs/entity-version.js';
import { VersionedEntity } from '../outputs/versioned-interface.js';

/** The fields of `Versioned` that are not columns, for all entities at once. */
@Resolver(() => VersionedEntity)
export class VersionedFieldsResolver {
  @FieldResolver(() => ID, {
    description:
      'The identity for caches that merge what has one: the id of the present record; of a past state the id, the instant and the version.',
  })
  key(@Root() record: VersionedEntity): string {
    const instant = instantOf(record);
    return instant ? `${record.id}@${instantName(instant)}/${record.version}` : record.id;
  }

  @Reads({ kind: 'actor', property: 'createdBy' })
  @FieldResolver(() => Actor, { nullable: true })
  createdBy(@Root() record: VersionedEntity): Actor | null {
    return Actor.parse(record.createdBy);
  }

  @Reads({ kind: 'actor', property: 'updatedBy' })
  @FieldResolver(() => Actor, { nullable: true })
  updatedBy(@Root() record: VersionedEntity): Actor | null {
    return Actor.parse(record.updatedBy);
  }

  @Reads({ kind: 'actor', property: 'deletedBy' })
  @FieldResolver(() => Actor, { nullable: true })
  deletedBy(@Root() record: VersionedEntity): Actor | null {
    return Actor.parse(record.deletedBy);
  }

  @Reads({ kind: 'history' })
  @FieldResolver(() => EntityVersionConnection)
  async history(
    @Root() record: VersionedEntity,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: VersioningContext,
  ): Promise<Connection<EntityVersionType>> {
    return toVersions((await loaders.history.versionsOf(record.id, page, {}, instantOf(record)))!);
  }
}
