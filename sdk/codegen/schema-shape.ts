import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

export type SchemaField = GraphQLField<unknown, unknown>;
export type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

/** What the generator must know of the types of the schema, told by their form and never by their names alone. */
export class SchemaShape {
  constructor(readonly schema: GraphQLSchema) {}

  get queries(): SchemaField[] {
    return Object.values(this.schema.getQueryType()?.getFields() ?? {});
  }

  get mutations(): SchemaField[] {
    return Object.values(this.schema.getMutationType()?.getFields() ?? {});
  }

  /** The types that have versions, in the schema's order. */
  get records(): GraphQLObjectType[] {
    return Object.values(this.schema.getTypeMap()).filter((type) => this.isRecord(type));
  }

  isRecord(type: GraphQLNamedType): type is GraphQLObjectType {
    return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Versioned');
  }

  /** A page in the form of the Relay connection specification. */
  isConnection(type: GraphQLNamedType): type is GraphQLObjectType {
    return isObjectType(type) && 'pageInfo' in type.getFields() && 'nodes' in type.getFields();
  }

  /** The type of a connection's items. */
  nodeOf(connection: GraphQLObjectType): FieldsType {
    return this.fieldsType(connection.getFields()['nodes']!);
  }

  /** Whether the type can be asked for by a query of its own, so that elsewhere a reference to it is enough. */
  isAddressable(type: GraphQLNamedType): boolean {
    return isObjectType(type) && this.queries.some((query) => getNamedType(query.type) === type && this.isById(query));
  }

  /** Whether operations answer with a type that names no record: it is about something else that has an id. */
  isAnswerWithoutRecord(type: GraphQLNamedType): boolean {
    if (!isObjectType(type) || this.isAddressable(type)) return false;
    const roots = [...this.queries, ...this.mutations];
    const isAnswer = roots.some((root) => getNullableType(root.type) === type);
    return isAnswer && !Object.values(type.getFields()).some((field) => this.isRecord(getNamedType(field.type)));
  }

  /** Whether a query asks for one object by its id. */
  isById({ args, type }: SchemaField): boolean {
    const required = args.filter((argument) => isRequiredArgument(argument));
    return required.length === 1 && required[0]!.name === 'id' && isObjectType(type);
  }

  /** The connections of a type that only it leads to; those that all records have are queries too. */
  connectionsOf(type: GraphQLObjectType): SchemaField[] {
    const shared = new Set(type.getInterfaces().flatMap((face) => Object.keys(face.getFields())));
    return Object.values(type.getFields()).filter(
      (field) => this.isConnection(getNamedType(field.type)) && !shared.has(field.name) && !this.isParametric(field),
    );
  }

  /** Whether a field cannot be selected without deciding on an argument. */
  isParametric({ args }: { readonly args: readonly GraphQLArgument[] }): boolean {
    return args.some((argument) => isRequiredArgument(argument));
  }

  /** Whether a field costs more than it is worth in a long list: its description says so. */
  isOnRequest({ description }: SchemaField): boolean {
    return description?.startsWith('On request:') === true;
  }

  /** @throws TypeError for a field of a leaf type */
  fieldsType(field: SchemaField): FieldsType {
    const type = getNamedType(field.type);
    if (isObjectType(type) || isInterfaceType(type)) return type;
    throw new TypeError(`${field.name} is of type ${type.name}, which has no fields.`);
  }
}
