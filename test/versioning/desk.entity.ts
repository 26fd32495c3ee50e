import type { Rel } from '@mikro-orm/core';
import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned, VersionedEntity } from '../../src/versioning/index.js';
import { Room } from './room.entity.js';

/** The bottom of three levels of ownership. */
@Versioned()
export class Desk extends VersionedEntity {
  @Field()
  @Property()
  label!: string;

  @Field(() => Room, { nullable: true })
  @ManyToOne(() => Room)
  room!: Rel<Room>;
}
