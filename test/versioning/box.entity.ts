import { Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned, VersionedEntity } from '../../src/versioning/index.js';

/** Its table is called as a type of PostgreSQL's own. */
@Versioned()
export class Box extends VersionedEntity {
  @Field()
  @Property()
  @Unique()
  name!: string;
}
