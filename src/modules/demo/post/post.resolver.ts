import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../../versioning/index.js';
import { Post } from './post.entity.js';

@Resolver(() => Post)
export class PostResolver extends VersionedResolver(Post) {}
