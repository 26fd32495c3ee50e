import { Enum, Property, Trigger, Unique } from '@mikro-orm/decorators/legacy';
import { Field, registerEnumType } from 'type-graphql';
import { hashPassword } from '../../auth/password.js';
import { Role } from '../../auth/role.js';
import { currentBounds, Sensitive, Versioned, VersionedEntity } from '../../versioning/index.js';
import { addressKey, oneAccountAnAddress } from './folded-address.js';
import { EmailAddress } from './email-address.js';
import { endCredential } from './end-credential.js';
import { keepRights } from './keep-rights.js';
import { PasswordHash } from './password-hash.js';

registerEnumType(Role, { name: 'Role' });

@Versioned({ write: 'ADMINISTER', actorName: 'displayName' })
@Trigger(endCredential)
@Trigger(keepRights.onChange)
@Trigger(keepRights.onRemoval)
export class User extends VersionedEntity {
  @Field()
  @Property({ type: EmailAddress })
  @Unique({ name: addressKey, expression: oneAccountAnAddress })
  email!: string;

  @Field()
  @Property()
  displayName!: string;

  @Field(() => Role)
  @Enum(() => Role)
  role!: Role;

  @Sensitive({ as: 'password', store: (password) => hashPassword(password, currentBounds().signal) })
  @Property({ type: PasswordHash, nullable: true })
  passwordHash?: string | null;
}
