import { Enum, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, registerEnumType } from 'type-graphql';
import { hashPassword } from '../../auth/password.js';
import { Role } from '../../auth/role.js';
import { Sensitive, Versioned, VersionedEntity } from '../../versioning/index.js';

registerEnumType(Role, { name: 'Role' });

@Versioned({ write: 'ADMINISTER', actorName: 'displayName' })
export class User extends VersionedEntity {
  @Field()
  @Property()
  @Unique()
  email!: string;

  @Field()
  @Property()
  displayName!: string;

  @Field(() => Role)
  @Enum(() => Role)
  role!: Role;

  @Sensitive({ as: 'password', store: hashPassword })
  @Property({ type: 'text', nullable: true })
  passwordHash?: string | null;
}
