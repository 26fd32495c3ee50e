import { Field, ID, ObjectType } from 'type-graphql';
import { Role } from '../../auth/role.js';
import type { Organization } from '../organization/organization.entity.js';
import type { User } from '../user/user.entity.js';

/** Who is calling. Its organization and user are resolved when they are asked for, unless they are at hand. */
@ObjectType({ description: 'Who is calling.' })
export class Viewer {
  @Field(() => ID)
  readonly id: string;

  @Field(() => Role)
  readonly role: Role;

  constructor(
    id: string,
    role: Role,
    readonly organizationId: string,
    readonly known?: { readonly organization: Organization; readonly user: User },
  ) {
    this.id = id;
    this.role = role;
  }
}
