import type { EntityMetadata } from '@mikro-orm/core';
import { type DocumentNode, type GraphQLSchema, isInterfaceType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { hasOwnResolver, longFieldsOf, type UnreadColumns } from '../versioning/index.js';

/** By name of the type, the fields that a document selects; of interfaces they count for every type. */
type Selected = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<DocumentNode, Selected>();

/**
 * Which long columns an operation does without: a list of titles must not read the bodies. What a type's own code
 * computes can need any column, so where such a field is selected, all are read.
 */
export function unselectedColumns(schema: GraphQLSchema, document: DocumentNode): UnreadColumns {
  let selected = known.get(document);
  if (!selected) {
    selected = selectedFields(schema, document);
    known.set(document, selected);
  }
  return (meta) => unselectedOf(meta, schema, selected);
}

function unselectedOf(meta: EntityMetadata, schema: GraphQLSchema, selected: Selected): ReadonlySet<string> {
  const names = selected.get(meta.className) ?? new Set();
  const ofInterfaces = schema.getType('Versioned');
  const isStored = (name: string) =>
    (name in meta.properties && !hasOwnResolver(meta.class, name)) ||
    name.startsWith('__') ||
    (isInterfaceType(ofInterfaces) && name in ofInterfaces.getFields());
  if (![...names].every(isStored)) return new Set();
  return new Set(longFieldsOf(meta).filter((name) => !names.has(name)));
}

function selectedFields(schema: GraphQLSchema, document: DocumentNode): Selected {
  const selected = new Map<string, Set<string>>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const type = types.getParentType()?.name;
        if (type === undefined) return;
        const names = selected.get(type) ?? new Set();
        selected.set(type, names.add(name.value));
      },
    }),
  );
  return selected;
}
