import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../../versioning/index.js';
import { Comment } from './comment.entity.js';

@Resolver(() => Comment)
export class CommentResolver extends VersionedResolver(Comment) {}
