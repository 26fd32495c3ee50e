/** What the application is made of: one line a module. */
export { ActorResolver } from './user/actor.resolver.js';
export { demo } from './demo/demo.js';
export { SessionResolver } from './session/session.resolver.js';
export { UserResolver } from './user/user.resolver.js';
export { ViewerResolver } from './session/viewer.resolver.js';
