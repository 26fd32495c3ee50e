import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { FieldAliases } from './field-aliases.js';
import type { FieldsType, SchemaField, SchemaShape } from './schema-shape.js';

/**
 * Derives what the SDK's operations ask for: of a record its own values, of the records it points to their ids, of its
 * many-to-many links also their values, and of everything else all but pages. An answer without a
 * record, as that of an undo is, has the whole of what it is about.
 */
export class Selection {
  readonly #aliases: FieldAliases;

  constructor(private readonly shape: SchemaShape) {
    this.#aliases = new FieldAliases(shape.records);
  }

  /** The body of the fragment on a type: the text between its braces. */
  body(type: FieldsType): string {
    if (this.shape.isRecord(type)) return this.#record(type, (field) => field.name);
    return this.#plain(type, [type]);
  }

  /** Everything of a type, for use inside another selection: a spread of its fragment. */
  spread(type: FieldsType): string {
    return `...${fragmentName(type)}`;
  }

  #record(type: GraphQLObjectType, responseName: (field: SchemaField) => string): string {
    return this.#fields(type)
      .map((field) => `${responseName(field)}${this.#ofRecord(field)}`)
      .join(' ');
  }

  #ofRecord(field: SchemaField): string {
    const type = getNamedType(field.type);
    if (isLeafType(type)) return '';
    if (!this.shape.isRecord(type)) return ` { ${this.#leaves(type)} }`;
    return isList(field) ? ` { id ${this.#ownLeaves(type)} }` : ' { id }';
  }

  #plain(type: FieldsType, path: readonly GraphQLNamedType[]): string {
    const isAsked = (field: SchemaField) => path.length === 1 || !this.shape.isOnRequest(field);
    const fields = this.#fields(type)
      .filter(isAsked)
      .flatMap((field) => this.#ofPlain(field, path));
    if (!isInterfaceType(type)) return fields.join(' ');
    return ['__typename', ...fields, ...this.#members(type)].join(' ');
  }

  #ofPlain(field: SchemaField, path: readonly GraphQLNamedType[]): string[] {
    const type = getNamedType(field.type);
    if (isLeafType(type)) return [field.name];
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    if (this.shape.isAddressable(type) && !this.shape.isRecord(type)) {
      const isWhole = path.length === 1 && this.shape.isAnswerWithoutRecord(path[0]!);
      return [`${field.name} { ${isWhole ? this.spread(type) : this.#leaves(type)} }`];
    }
    if (path.includes(type)) return [];
    if (this.shape.isRecord(type)) return [`${field.name} { ${this.spread(type)} }`];
    return [`${field.name} { ${this.#plain(type, [...path, type])} }`];
  }

  /** What the types behind an interface have besides it. */
  #members(face: FieldsType): string[] {
    const shared = new Set(Object.keys(face.getFields()));
    const members = isInterfaceType(face) ? this.shape.schema.getPossibleTypes(face) : [];
    return members.flatMap((member) => {
      const { name: typeName } = member;
      if (this.shape.isRecord(member)) return [`... on ${typeName} { ${this.#amongOthers(member)} }`];
      const own = this.#fields(member).filter(({ name }) => !shared.has(name));
      return own.length > 0 ? [`... on ${typeName} { ${own.map((field) => this.#ofMember(field)).join(' ')} }`] : [];
    });
  }

  #ofMember(field: SchemaField): string {
    const type = getNamedType(field.type);
    if (this.shape.isRecord(type)) return `${field.name} { ${this.#amongOthers(type)} }`;
    return this.#ofPlain(field, []).join(' ');
  }

  /** A record's values where those of other types may stand beside them, and names must not clash. */
  #amongOthers(type: GraphQLObjectType): string {
    if (!this.#aliases.has(type)) return this.spread(type);
    return this.#record(type, (field) => this.#aliases.responseName(type, field));
  }

  #leaves(type: GraphQLNamedType): string {
    if (!isObjectType(type) && !isInterfaceType(type)) return '__typename';
    const leaves = this.#fields(type).filter(
      (field) => isLeafType(getNamedType(field.type)) && !this.shape.isOnRequest(field),
    );
    return leaves.map(({ name }) => name).join(' ');
  }

  #ownLeaves(type: GraphQLObjectType): string {
    const shared = new Set(type.getInterfaces().flatMap((face) => Object.keys(face.getFields())));
    const leaves = this.#fields(type).filter(
      (field) => isLeafType(getNamedType(field.type)) && !shared.has(field.name),
    );
    return leaves.map(({ name }) => name).join(' ');
  }

  #fields(type: FieldsType): SchemaField[] {
    return Object.values(type.getFields()).filter(
      (field) => !this.shape.isParametric(field) && !this.shape.isConnection(getNamedType(field.type)),
    );
  }
}

/** The name of the fragment that holds everything of a type. */
export function fragmentName(type: FieldsType): string {
  return `${type.name}Fields`;
}

function isList({ type }: SchemaField): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
