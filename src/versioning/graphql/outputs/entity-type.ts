import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { EntityFieldKind } from '../declaration/entity-field-kind.js';
import { JSONScalar } from '../scalars/json-scalar.js';

/** What a caller needs to change records: the words of `@Authorized`. */
export enum WriteAccess {
  WRITE = 'WRITE',
  ADMINISTER = 'ADMINISTER',
}

registerEnumType(WriteAccess, {
  name: 'WriteAccess',
  description: 'Who may change records.',
  valuesConfig: {
    WRITE: { description: 'Editors and administrators.' },
    ADMINISTER: { description: 'Administrators.' },
  },
});

/** About as many types, and fields of a type, as there are: how the cost of asking for them is counted. */
const usualMost = 20;

/** A field of an entity, as clients read and write it. */
@ObjectType('EntityField', { description: 'What records of a type have.' })
export class EntityFieldType {
  @Field(() => String, { description: 'As inputs, filters and changes call it: `title`, `authorId`, `tagIds`.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'As records call it: `title`, `author`, `tags`. Null: it can be written, never read.',
  })
  shownAs!: string | null;

  @Field(() => EntityFieldKind)
  kind!: EntityFieldKind;

  @Field(() => String, { description: 'The name of its GraphQL type: `String`, `PostStatus`, `User`.' })
  type!: string;

  @Field(() => Boolean, { description: 'Whether it has a list of such values.' })
  isList!: boolean;

  @Field(() => Boolean, { description: 'Whether it may be empty: null, or no links.' })
  isNullable!: boolean;

  @Field(() => Boolean, { description: 'Whether whoever creates a record must say it.' })
  isRequired!: boolean;

  @Field(() => JSONScalar, { nullable: true, description: 'What it is where whoever creates a record says nothing.' })
  default!: unknown;

  @Field(() => [String], { nullable: true, description: 'Of an enum: all values there are.' })
  values!: string[] | null;

  @Field(() => String, { nullable: true, description: 'Of a reference and of links: the type of those records.' })
  target!: string | null;

  @Field(() => Boolean, {
    description: 'Whether what it refers to owns the record, which is deleted and restored with it.',
  })
  isOwner!: boolean;

  @Field(() => Boolean, { description: 'Whether its values are shown to nobody and kept in no history.' })
  isSensitive!: boolean;

  @Field(() => Boolean, { description: 'Whether no two living records may have the same value.' })
  isUnique!: boolean;

  @Field(() => Boolean, { description: 'Whether lists can be filtered by it.' })
  isFilterable!: boolean;

  @Field(() => String, { nullable: true, description: 'As orders call it; null where lists cannot be ordered by it.' })
  orderField!: string | null;
}

/** An entity, as a front end that knows none of them needs to know it. */
@ObjectType({ description: 'A type of versioned records, described for front ends that know none of them.' })
export class EntityType {
  @Field(() => String, { description: 'As `__typename` says it: `Post`.' })
  name!: string;

  @Field(() => String, { description: 'The query of one record: `post`.' })
  singular!: string;

  @Field(() => String, { description: 'The query that lists records: `posts`.' })
  plural!: string;

  @Field(() => String, { nullable: true, description: 'The field that says what a record is called; null: none does.' })
  label!: string | null;

  @Field(() => WriteAccess)
  write!: WriteAccess;

  @Extensions({ most: usualMost })
  @Field(() => [EntityFieldType], { description: 'In the order of their declaration.' })
  fields!: EntityFieldType[];
}

export const mostEntityTypes = usualMost;
