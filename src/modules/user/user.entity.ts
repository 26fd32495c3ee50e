import { Collection } from '@mikro-orm/core';
import { Enum, OneToMany, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Role } from '../../auth/role.js';
import { connectionOf, Sensitive, Versioned, VersionedEntity } from '../../versioning/index.js';
import { Post } from '../post/post.entity.js';

@Versioned({ write: 'ADMINISTER' })
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

  @Sensitive({ as: 'password' })
  @Property({ type: 'text', nullable: true })
  passwordHash?: string | null;

  @Field(() => connectionOf(Post))
  @OneToMany(() => Post, (post) => post.author)
  posts = new Collection<Post>(this);
}
