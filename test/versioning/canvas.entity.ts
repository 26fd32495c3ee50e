import { Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int } from 'type-graphql';
import { CalendarDate, Versioned, VersionedEntity } from '../../src/versioning/index.js';

/**
 * Has unique keys of all kinds of names: of one's own, of two fields, and longer than PostgreSQL keeps, of an
 * expression; and languages of its own.
 */
@Versioned({ plural: 'canvases', collation: 'sv-x-icu' })
@Index({
  name: 'canvas_one_buyer',
  expression: `create unique index "canvas_one_buyer" on "canvas" ("tenant_id", (lower("sold_to"))) where "deleted_at" is null`,
})
@Unique({ name: 'canvas_place', properties: ['hall' as never, 'place' as never] })
export class Canvas extends VersionedEntity {
  @Field()
  @Property()
  @Unique({ name: 'one_label_a_canvas' })
  label!: string;

  @Field()
  @Property({ collation: 'C' })
  hall!: string;

  @Field(() => Int)
  @Property({ type: 'integer' })
  place!: number;

  @Field()
  @Property()
  @Unique()
  numberInTheCatalogueOfTheMuseumOfTheTown!: string;

  @Field(() => CalendarDate, { nullable: true })
  @Property({ type: 'date', nullable: true })
  paintedOn?: string | null;

  @Field(() => String, { nullable: true })
  @Property({ nullable: true })
  soldTo?: string | null;
}
