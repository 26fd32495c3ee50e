import { Cascade, Collection, type Rel } from '@mikro-orm/core';
import { ManyToOne, OneToMany, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { connectionOf, Versioned, VersionedEntity } from '../../src/versioning/index.js';
import { Desk } from './desk.entity.js';
import { Floor } from './floor.entity.js';

/** Owned and owning; its name is unique on its floor, so that a key over a reference is tried too. */
@Versioned()
@Unique({ properties: ['floor', 'name'] })
export class Room extends VersionedEntity {
  @Field()
  @Property()
  name!: string;

  @Field(() => Floor, { nullable: true })
  @ManyToOne(() => Floor)
  floor!: Rel<Floor>;

  @Field(() => connectionOf(Desk))
  @OneToMany(() => Desk, (desk) => desk.room, { cascade: [Cascade.PERSIST, Cascade.REMOVE] })
  desks = new Collection<Desk>(this);
}
