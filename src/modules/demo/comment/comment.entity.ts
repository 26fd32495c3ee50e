import type { Rel } from '@mikro-orm/core';
import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned, VersionedEntity } from '../../../versioning/index.js';
import { Post } from '../post/post.entity.js';
import { User } from '../../user/user.entity.js';

@Versioned()
export class Comment extends VersionedEntity {
  @Field()
  @Property({ type: 'text' })
  body!: string;

  @Field(() => Post, { nullable: true })
  @ManyToOne(() => Post)
  post!: Rel<Post>;

  @Field(() => User, { nullable: true })
  @ManyToOne(() => User, { nullable: true })
  author?: Rel<User> | null;
}
