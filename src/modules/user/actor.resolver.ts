import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Actor, ActorKind, DeletedFilter, Reads, type VersioningContext } from '../../versioning/index.js';
import { User } from './user.entity.js';

/** Gives actors that are users their names, also after the user is deleted. */
@Resolver(() => Actor)
export class ActorResolver {
  @Reads({ kind: 'user', entity: User })
  @FieldResolver(() => String, { nullable: true })
  async displayName(@Root() actor: Actor, @Ctx() { loaders }: VersioningContext): Promise<string | null> {
    if (actor.kind !== ActorKind.USER) return null;
    const user = await loaders.records.byId(User, actor.id, DeletedFilter.INCLUDE);
    return user?.displayName ?? null;
  }
}
