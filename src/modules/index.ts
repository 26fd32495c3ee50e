import type { EntityClass } from '@mikro-orm/core';
import { CommentResolver } from './comment/comment.resolver.js';
import { Comment } from './comment/comment.entity.js';
import { Organization } from './organization/organization.entity.js';
import { PostResolver } from './post/post.resolver.js';
import { Post } from './post/post.entity.js';
import { TagResolver } from './tag/tag.resolver.js';
import { Tag } from './tag/tag.entity.js';
import { ActorResolver } from './user/actor.resolver.js';
import { UserResolver } from './user/user.resolver.js';
import { User } from './user/user.entity.js';

/** One subject of the application: what it stores and what it answers. */
export interface Module {
  readonly entities: readonly EntityClass<object>[];
  readonly resolvers: readonly (abstract new () => object)[];
}

/** What the application is made of: one line a module. */
export const modules: readonly Module[] = [
  { entities: [Organization], resolvers: [] },
  { entities: [User], resolvers: [UserResolver, ActorResolver] },
  { entities: [Post], resolvers: [PostResolver] },
  { entities: [Comment], resolvers: [CommentResolver] },
  { entities: [Tag], resolvers: [TagResolver] },
];
