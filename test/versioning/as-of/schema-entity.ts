import type { EntityMetadata } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import {
  getNamedType,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputFieldMap,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isLeafType,
} from 'graphql';
import { type FieldReads, readsOf } from '../../../src/versioning/graphql/declaration/field-reads.js';
import { collationOf } from '../../../src/versioning/model/collation.js';
import { columnOf } from '../../../src/versioning/model/entity-model.js';

type Field = GraphQLField<unknown, unknown>;
type Of<K extends FieldReads['kind']> = Extract<FieldReads, { kind: K }>;

/** A field of an entity that leads to others; `by` is the property that refers, of the others where they are children. */
interface Relation {
  readonly field: string;
  readonly by: string;
  readonly target: string;
}

/** What the schema says of an entity: by it questions about any can be made, and whatever can be written into it. */
export class SchemaEntity {
  readonly name: string;
  readonly many: string;
  /** The fields that have a value of its own, with its type's name. */
  readonly values: ReadonlyMap<string, string>;
  readonly references: readonly Relation[];
  readonly links: readonly Relation[];
  readonly children: readonly Relation[];
  /** What can be asked of each field that lists are filtered by: operators, with the types of what they compare with. */
  readonly filters: ReadonlyMap<string, GraphQLInputFieldMap>;
  /** What lists are ordered by: the name in the API, and the field. */
  readonly orders: ReadonlyMap<string, string>;
  readonly filterType: string;
  readonly orderType: string;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly meta: EntityMetadata,
    readonly one: string,
    many: Field,
  ) {
    const type = schema.getType(meta.className) as GraphQLObjectType;
    const fields = Object.values(type.getFields());
    const leaves = fields.filter(({ name, type: of }) => isLeafType(getNamedType(of)) && name !== 'key');
    const argument = (name: string) =>
      getNamedType(many.args.find((arg) => arg.name === name)!.type) as GraphQLInputObjectType;
    const [filter, order] = [argument('filter'), argument('orderBy')];
    const compared = Object.values(filter.getFields()).filter(({ name }) => !['and', 'or', 'not'].includes(name));
    this.name = meta.className;
    this.many = many.name;
    this.values = new Map(leaves.map(({ name, type: of }) => [name, getNamedType(of).name]));
    this.references = related(fields, 'reference', ({ property, target }) => [property, target().name]);
    this.links = related(fields, 'links', ({ property, target }) => [property, target().name]);
    this.children = related(fields, 'children', ({ reference, entity }) => [reference(), entity.name]);
    this.filters = new Map(
      compared.map(({ name, type: of }) => [name, (getNamedType(of) as GraphQLInputObjectType).getFields()]),
    );
    const ordered = getNamedType(order.getFields()['field']!.type) as GraphQLEnumType;
    this.orders = new Map(ordered.getValues().map(({ name, value }) => [name, value as string]));
    [this.filterType, this.orderType] = [filter.name, order.name];
  }

  /** The fields of the input of one of its mutations. */
  input(mutation: string): GraphQLInputFieldMap {
    const { args } = this.schema.getMutationType()!.getFields()[`${mutation}${this.name}`]!;
    return (getNamedType(args[0]!.type) as GraphQLInputObjectType).getFields();
  }

  /** By which language one of its texts is ordered. */
  collation(field: string): string | undefined {
    return collationOf(this.meta, columnOf(this.meta, field));
  }
}

/** All entities of a schema. */
export function entitiesOf(schema: GraphQLSchema, orm: MikroORM): readonly SchemaEntity[] {
  const queries = Object.values(schema.getQueryType()!.getFields());
  const reading = (kind: 'record' | 'list') =>
    queries.flatMap((query) => {
      const reads = readsOf(query);
      return reads?.kind === kind ? [{ query, entity: reads.entity }] : [];
    });
  const records = new Map(reading('record').map(({ query, entity }) => [entity, query.name]));
  return reading('list').map(({ query, entity }) => {
    const meta = orm.getMetadata().get(entity) as EntityMetadata;
    return new SchemaEntity(schema, meta, records.get(entity)!, query);
  });
}

function related<K extends FieldReads['kind']>(
  fields: readonly Field[],
  kind: K,
  of: (reads: Of<K>) => readonly [by: string, target: string],
): Relation[] {
  return fields.flatMap((field) => {
    const reads = readsOf(field);
    if (reads?.kind !== kind) return [];
    const [by, target] = of(reads as Of<K>);
    return [{ field: field.name, by, target }];
  });
}
