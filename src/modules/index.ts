/** What the application is made of: one line a module. */
export { ActorResolver } from './user/actor.resolver.js';
export { CommentResolver } from './comment/comment.resolver.js';
export { PostResolver } from './post/post.resolver.js';
export { SessionResolver } from './session/session.resolver.js';
export { TagResolver } from './tag/tag.resolver.js';
export { UserResolver } from './user/user.resolver.js';
export { ViewerResolver } from './session/viewer.resolver.js';
