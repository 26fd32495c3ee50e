import { Cascade, Collection } from '@mikro-orm/core';
import { OneToMany, Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { connectionOf, Versioned, VersionedEntity } from '../../src/versioning/index.js';
import { Room } from './room.entity.js';

/** The top of three levels of ownership. */
@Versioned()
export class Floor extends VersionedEntity {
  @Field()
  @Property()
  name!: string;

  @Field(() => connectionOf(Room))
  @OneToMany(() => Room, (room) => room.floor, { cascade: [Cascade.PERSIST, Cascade.REMOVE] })
  rooms = new Collection<Room>(this);
}
