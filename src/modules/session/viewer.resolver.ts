import { Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { DeletedFilter, DomainError } from '../../versioning/index.js';
import { Organization } from '../organization/organization.entity.js';
import { User } from '../user/user.entity.js';
import type { SessionContext } from './session-context.js';
import { Viewer } from './viewer.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Authorized('PUBLIC')
  @Query(() => Viewer, { nullable: true, description: 'Who the token says is calling; null without one.' })
  async viewer(@Ctx() { principal }: SessionContext): Promise<Viewer | null> {
    return principal ? new Viewer(principal.userId, await principal.role(), principal.organizationId) : null;
  }

  @FieldResolver(() => Organization)
  async organization(@Root() viewer: Viewer, @Ctx() { em }: SessionContext): Promise<Organization> {
    const organization = viewer.known?.organization ?? (await em.findOne(Organization, viewer.organizationId));
    if (!organization) throw new DomainError('NOT_FOUND', 'There is no such organization.');
    return organization;
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Null where the token is not of a user of this server, or the user is deleted.',
  })
  async user(@Root() viewer: Viewer, @Ctx() { loaders }: SessionContext): Promise<User | null> {
    return viewer.known?.user ?? loaders.records.byId(User, viewer.id, DeletedFilter.EXCLUDE);
  }
}
