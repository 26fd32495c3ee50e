import { Resolver } from 'type-graphql';
import { ChildrenResolver } from '../../versioning/index.js';
import { User } from '../user/user.entity.js';
import { Post } from './post/post.entity.js';

/** `User.posts`, added from the side of the posts. */
@Resolver(() => User)
export class AuthoredPostsResolver extends ChildrenResolver(User, 'posts', Post, 'author') {}
