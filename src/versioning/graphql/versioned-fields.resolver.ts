import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Actor } from './actor-type.js';
import type { Connection } from './connection.js';
import type { VersioningContext } from './context.js';
import { Reads } from './field-reads.js';
import { PageArgs } from './page-args.js';
import { EntityVersionConnection, type EntityVersionType, toVersions } from './version-types.js';
import { VersionedEntity } from './versioned-interface.js';

/** The fields of `Versioned` that are not columns, for all entities at once. */
@Resolver(() => VersionedEntity)
export class VersionedFieldsResolver {
  @FieldResolver(() => Actor, { nullable: true })
  createdBy(@Root() record: VersionedEntity): Actor | null {
    return Actor.parse(record.createdBy);
  }

  @FieldResolver(() => Actor, { nullable: true })
  updatedBy(@Root() record: VersionedEntity): Actor | null {
    return Actor.parse(record.updatedBy);
  }

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
    return toVersions((await loaders.versionsOf(record.id, page))!);
  }
}
