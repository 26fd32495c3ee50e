import { Comment } from './comment/comment.entity.js';
import { Organization } from './organization/organization.entity.js';
import { Post } from './post/post.entity.js';
import { Tag } from './tag/tag.entity.js';
import { User } from './user/user.entity.js';

export const entities = [Organization, User, Post, Comment, Tag];
