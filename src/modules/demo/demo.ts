import type { Module } from '../module.js';
import { AuthoredPostsResolver } from './authored-posts.resolver.js';
import { CommentResolver } from './comment/comment.resolver.js';
import { examples } from './examples.js';
import { PostResolver } from './post/post.resolver.js';
import { seedPosts } from './seed-posts.js';
import { TagResolver } from './tag/tag.resolver.js';

/**
 * Posts, comments and tags, to try the server with before it has a domain of its own. Nothing outside this folder knows
 * of them but the line in the module list: without both the server is as complete, and knows users only.
 */
export const demo: Module = {
  resolvers: [PostResolver, CommentResolver, TagResolver, AuthoredPostsResolver],
  seed: seedPosts,
  greeting: '{ posts { nodes { title version updatedAt } } }',
  examples,
};
