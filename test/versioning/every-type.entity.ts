import { BigIntType, Collection, type Rel } from '@mikro-orm/core';
import { Enum, ManyToMany, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, ID, Int } from 'type-graphql';
import { Tag } from '../../src/modules/demo/tag/tag.entity.js';
import {
  BigInt,
  CalendarDate,
  DateTime,
  Decimal,
  ExactDecimal,
  ExactJson,
  JSON,
  JSONObject,
  Timestamp,
  Versioned,
  VersionedEntity,
} from '../../src/versioning/index.js';
import { Color } from './color.js';

/** A column of every type, once required and once nullable, and every kind of relation that a record itself holds. */
@Versioned()
export class EveryType extends VersionedEntity {
  @Field()
  @Property({ length: 40 })
  @Unique()
  label!: string;

  @Field()
  @Property({ type: 'text' })
  text!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  textOrNull?: string | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', nullable: true })
  labelOrNull?: string | null;

  @Field(() => DateTime)
  @Property({ type: Timestamp })
  instant!: string;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: Timestamp, nullable: true })
  instantOrNull?: string | null;

  @Field(() => Decimal)
  @Property({ type: ExactDecimal })
  amount!: string;

  @Field(() => Decimal, { nullable: true })
  @Property({ type: ExactDecimal, precision: 30, scale: 2, nullable: true })
  amountOrNull?: string | null;

  @Field(() => Decimal, { nullable: true })
  @Property({ type: ExactDecimal, precision: 5, scale: 2, nullable: true })
  price?: string | null;

  @Field(() => BigInt)
  @Property({ type: new BigIntType('string') })
  big!: string;

  @Field(() => BigInt, { nullable: true })
  @Property({ type: new BigIntType('string'), nullable: true })
  bigOrNull?: string | null;

  @Field(() => Int)
  @Property({ type: 'integer' })
  whole!: number;

  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  wholeOrNull?: number | null;

  @Field(() => Int, { nullable: true })
  @Property({ type: 'smallint', nullable: true })
  small?: number | null;

  @Field(() => Float)
  @Property({ type: 'double' })
  real!: number;

  @Field(() => Float, { nullable: true })
  @Property({ type: 'double', nullable: true })
  realOrNull?: number | null;

  @Field()
  @Property()
  flag!: boolean;

  @Field(() => Boolean, { nullable: true })
  @Property({ type: 'boolean', nullable: true })
  flagOrNull?: boolean | null;

  @Field(() => JSON)
  @Property({ type: ExactJson })
  document!: unknown;

  @Field(() => JSON, { nullable: true })
  @Property({ type: ExactJson, nullable: true })
  documentOrNull?: unknown;

  @Field(() => JSONObject, { nullable: true })
  @Property({ type: ExactJson, nullable: true })
  dictionary?: Record<string, unknown> | null;

  @Field(() => Color)
  @Enum({ items: () => Color })
  color!: Color;

  @Field(() => Color, { nullable: true })
  @Enum({ items: () => Color, nullable: true })
  colorOrNull?: Color | null;

  @Field(() => ID)
  @Property({ type: 'uuid' })
  uuid!: string;

  @Field(() => ID, { nullable: true })
  @Property({ type: 'uuid', nullable: true })
  uuidOrNull?: string | null;

  @Field(() => CalendarDate)
  @Property({ type: 'date' })
  day!: string;

  @Field(() => CalendarDate, { nullable: true })
  @Property({ type: 'date', nullable: true })
  dayOrNull?: string | null;

  @Field(() => Tag, { nullable: true })
  @ManyToOne(() => Tag)
  tag!: Rel<Tag>;

  @Field(() => Tag, { nullable: true })
  @ManyToOne(() => Tag, { nullable: true })
  tagOrNull?: Rel<Tag> | null;

  @Field(() => [Tag])
  @ManyToMany(() => Tag)
  labels = new Collection<Tag>(this);

  @Field(() => [EveryType])
  @ManyToMany(() => EveryType)
  peers = new Collection<EveryType>(this);
}
