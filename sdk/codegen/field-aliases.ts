import { getNamedType, type GraphQLObjectType, isLeafType } from 'graphql';
import type { SchemaField } from './schema-shape.js';

/**
 * Names for fields of record types where several types are selected side by side: GraphQL refuses two fields of one
 * name with different types there. The first type that has a field keeps its name; a later type with another type for
 * it answers under `categoryName` in place of `name`.
 */
export class FieldAliases {
  readonly #aliased = new Map<GraphQLObjectType, Map<string, string>>();

  constructor(types: readonly GraphQLObjectType[]) {
    const shapes = new Map<string, string>();
    for (const type of types) {
      for (const field of Object.values(type.getFields())) {
        const shape = shapes.get(field.name);
        if (shape === undefined) shapes.set(field.name, shapeOf(field));
        else if (shape !== shapeOf(field)) this.#add(type, field.name);
      }
    }
  }

  has(type: GraphQLObjectType): boolean {
    return this.#aliased.has(type);
  }

  /** What a field answers to: `name`, or `categoryName: name`. */
  responseName(type: GraphQLObjectType, { name }: SchemaField): string {
    const alias = this.#aliased.get(type)?.get(name);
    return alias === undefined ? name : `${alias}: ${name}`;
  }

  #add(type: GraphQLObjectType, name: string): void {
    const aliases = this.#aliased.get(type) ?? new Map<string, string>();
    const prefix = type.name[0]!.toLowerCase() + type.name.slice(1);
    this.#aliased.set(type, aliases.set(name, prefix + name[0]!.toUpperCase() + name.slice(1)));
  }
}

/** What must be the same for two fields of one name: lists, nulls and leaf types, not which fields an object has. */
function shapeOf({ type }: SchemaField): string {
  const named = getNamedType(type);
  return isLeafType(named) ? String(type) : String(type).replace(named.name, '{}');
}
