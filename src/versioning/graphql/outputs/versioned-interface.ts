import { Field, ID, Int, InterfaceType } from 'type-graphql';
import { VersionedEntity } from '../../model/versioned-entity.js';
import { Actor } from './actor.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';

/** What has an id of its own. */
@InterfaceType()
export abstract class Node {
  @Field(() => ID)
  id!: string;
}

const { prototype } = VersionedEntity;
Field(() => ID)(prototype, 'id');
Field(() => Int, { description: 'One more with each change.' })(prototype, 'version');
Field(() => DateTime)(prototype, 'createdAt');
Field(() => Actor, { nullable: true })(prototype, 'createdBy');
Field(() => DateTime)(prototype, 'updatedAt');
Field(() => Actor, { nullable: true })(prototype, 'updatedBy');
Field(() => DateTime, { nullable: true })(prototype, 'deletedAt');
Field(() => Actor, { nullable: true })(prototype, 'deletedBy');
InterfaceType('Versioned', { implements: Node, description: 'What every versioned record has.' })(VersionedEntity);

export { VersionedEntity };
