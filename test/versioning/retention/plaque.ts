import type { Rel } from '@mikro-orm/core';
import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Resolver } from 'type-graphql';
import { Versioned, VersionedEntity, VersionedResolver } from '../../../src/versioning/index.js';
import { Floor } from '../floor.entity.js';

/** Refers to what does not own it, and must. */
@Versioned()
export class Plaque extends VersionedEntity {
  @Field()
  @Property()
  text!: string;

  @Field(() => Floor, { nullable: true })
  @ManyToOne(() => Floor)
  floor!: Rel<Floor>;
}

@Resolver(() => Plaque)
export class PlaqueResolver extends VersionedResolver(Plaque) {}
