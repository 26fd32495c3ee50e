import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';
import { sampleValue } from '../conformance/sample-value.js';

/** A field of Query or Mutation. */
export interface RootField {
  /** `Query.post` */
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
}

/** A place in a field's arguments: `['input', 'patch', 'authorId']`. */
export type Place = readonly string[];

export interface Generation {
  readonly schema: GraphQLSchema;
  /** What to put at a place; undefined leaves out what is not required, and puts a sample where something is. */
  readonly choose: (place: Place, type: GraphQLInputType) => unknown;
  /** How many levels of fields to ask for below the root field; none where absent. */
  readonly depth?: number;
}

export function rootFields(schema: GraphQLSchema): RootField[] {
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const type = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
    return Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, kind, field }));
  });
}

/** An operation that asks for one root field, made from its types alone. */
export function operationOf({ kind, field }: RootField, { schema, choose, depth = 0 }: Generation) {
  const variables: Record<string, unknown> = {};
  for (const arg of field.args) {
    const value = inputFor(arg.type, [arg.name], choose, isRequiredArgument(arg));
    if (value !== undefined) variables[arg.name] = value;
  }
  const given = field.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = selectionOf(schema, getNamedType(field.type), depth);
  const query = `${kind}${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`}${selection} }`;
  return { query, variables };
}

/** The places of a field's arguments that take ids, filters within filters left out. */
export function idPlaces({ field }: RootField): Place[] {
  return field.args.flatMap((arg) => idPlacesIn(arg.type, [arg.name], []));
}

function idPlacesIn(type: GraphQLInputType, place: Place, within: readonly GraphQLNamedType[]): Place[] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [place];
  if (!isInputObjectType(named) || within.includes(named)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    idPlacesIn(field.type, [...place, field.name], [...within, named]),
  );
}

function inputFor(type: GraphQLInputType, place: Place, choose: Generation['choose'], isRequired: boolean): unknown {
  const chosen = choose(place, type);
  if (chosen !== undefined) return chosen;
  const plain = getNullableType(type);
  if (isListType(plain)) {
    const item = plain.ofType as GraphQLInputType;
    const value = inputFor(isRequired ? item : getNullableType(item), place, choose, isRequired);
    return value === undefined ? undefined : [value];
  }
  if (!isInputObjectType(plain)) return isRequired ? sampleValue(plain, 1, place.at(-1)) : undefined;
  const fields = Object.values(plain.getFields());
  const below = (field: (typeof fields)[number], required: boolean) =>
    inputFor(field.type, [...place, field.name], choose, required);
  // Filters stand in themselves, so what is not required is followed only so far as something may be chosen there.
  if (!isRequired && (place.length > 3 || fields.every((field) => below(field, false) === undefined))) return undefined;
  const values = fields.map((field) => [field.name, below(field, isRequiredInputField(field))] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** GraphQL: all fields that need no arguments, so many levels deep; only the type's name where there are none left. */
function selectionOf(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
  if (!isCompositeType(type)) return '';
  const shared = isUnionType(type) ? {} : type.getFields();
  const fields = fieldsOf(schema, shared, depth);
  const possible = isObjectType(type) || depth === 0 ? [] : schema.getPossibleTypes(type);
  const particular = possible.map(
    (object) => `... on ${object.name} ${particularFields(schema, object, shared, depth)}`,
  );
  return ` { ${['__typename', ...fields, ...particular].join(' ')} }`;
}

type Fields = Record<string, GraphQLField<unknown, unknown>>;

function fieldsOf(schema: GraphQLSchema, fields: Fields, depth: number): string[] {
  return Object.values(fields).flatMap(({ name, type, args }) => {
    if (args.some(isRequiredArgument)) return [];
    const named = getNamedType(type);
    if (!isCompositeType(named)) return depth > 0 ? [name] : [];
    return depth > 1 ? [`${name}${selectionOf(schema, named, depth - 1)}`] : [];
  });
}

/** Under names of their own: fields of one name may have different types in different objects. */
function particularFields(schema: GraphQLSchema, object: GraphQLObjectType, shared: Fields, depth: number): string {
  const own = Object.fromEntries(Object.entries(object.getFields()).filter(([name]) => !(name in shared)));
  const fields = fieldsOf(schema, own, depth).map((field) => `${object.name}_${field.split(' ')[0]}: ${field}`);
  return `{ ${['__typename', ...fields].join(' ')} }`;
}
