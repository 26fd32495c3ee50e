import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';

/** The tenant. It is created by the command line, not through the API. */
@ObjectType()
@Entity()
export class Organization {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Field(() => String)
  @Property({ type: 'string' })
  @Unique()
  slug!: string;

  @Field(() => String)
  @Property({ type: 'string' })
  name!: string;
}
