import { Field, ID, ObjectType } from 'type-graphql';
import { Actor, ActorKind } from '../../model/actor.js';
import '../declaration/registered-enums.js';

// The core knows no GraphQL; its class gets its face here. `displayName` is the application's to resolve.
Field(() => ID)(Actor.prototype, 'id');
Field(() => ActorKind)(Actor.prototype, 'kind');
ObjectType('Actor', { description: 'Who changed something.' })(Actor);

export { Actor };
