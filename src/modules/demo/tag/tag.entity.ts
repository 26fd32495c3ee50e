import { Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned, VersionedEntity } from '../../../versioning/index.js';

@Versioned()
export class Tag extends VersionedEntity {
  @Field()
  @Property()
  @Unique()
  name!: string;
}
