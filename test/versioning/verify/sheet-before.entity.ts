import { Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned, VersionedEntity } from '../../../src/versioning/index.js';

/** As it was first. */
@Versioned()
export class Sheet extends VersionedEntity {
  @Field()
  @Property()
  title!: string;

  @Field()
  @Property()
  state!: string;

  @Field({ nullable: true })
  @Property({ nullable: true })
  pin?: string;

  @Field({ nullable: true })
  @Property({ nullable: true })
  notes?: string;

  @Field()
  @Property()
  amount!: number;
}
