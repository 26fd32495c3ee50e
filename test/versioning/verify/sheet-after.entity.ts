import { Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Decimal, ExactDecimal, Sensitive, Versioned, VersionedEntity } from '../../../src/versioning/index.js';

/** As it is after the migration of the test. */
@Versioned()
export class Sheet extends VersionedEntity {
  @Field()
  @Property()
  name!: string;

  @Field()
  @Property()
  state!: string;

  @Sensitive()
  @Property({ nullable: true })
  pin?: string;

  @Field(() => Decimal)
  @Property({ type: ExactDecimal, precision: 8, scale: 2 })
  amount!: string;

  @Field()
  @Property()
  pages!: number;
}
