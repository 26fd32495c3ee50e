import type { EntityMetadata } from '@mikro-orm/core';
import {
  type DocumentNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { hasOwnResolver, modelOf, type Reading } from '../../versioning/index.js';

/** By name of the type, the fields that a document selects. */
type Selected = ReadonlyMap<string, ReadonlySet<string>>;

/** Fields that tell a place in a list. */
const cursors: ReadonlySet<string> = new Set(['cursor', 'startCursor', 'endCursor']);

/** What of a record everything that is done with it needs. */
const always: ReadonlySet<string> = new Set(['id', 'version']);

const known = new WeakMap<DocumentNode, Reading>();

/**
 * What of records a document selects: a list of titles must not read the bodies. What a type's own code computes can need
 * any column, so where such a field is selected, all are read.
 */
export function selectedReading(schema: GraphQLSchema, document: DocumentNode): Reading {
  let reading = known.get(document);
  if (!reading) {
    const selected = selectedFields(schema, document);
    const unread = new Map<string, ReadonlySet<string>>();
    reading = {
      unread(meta) {
        const names = unread.get(meta.className) ?? unselectedOf(meta, schema, selected);
        unread.set(meta.className, names);
        return names;
      },
      cursors: [...selected.values()].some((fields) => [...cursors].some((name) => fields.has(name))),
    };
    known.set(document, reading);
  }
  return reading;
}

function unselectedOf(meta: EntityMetadata, schema: GraphQLSchema, selected: Selected): ReadonlySet<string> {
  const type = schema.getType(meta.className);
  const interfaces = isObjectType(type) ? type.getInterfaces().map(({ name }) => name) : [];
  const names = new Set([meta.className, ...interfaces].flatMap((of) => [...(selected.get(of) ?? [])]));
  const ofInterfaces = schema.getType('Versioned');
  const isStored = (name: string) =>
    (name in meta.properties && !hasOwnResolver(meta.class, name)) ||
    name.startsWith('__') ||
    (isInterfaceType(ofInterfaces) && name in ofInterfaces.getFields());
  if (![...names].every(isStored)) return new Set();
  const { readable, fields } = modelOf(meta);
  const properties = [...readable, ...fields].map(({ property }) => property);
  return new Set(properties.filter((name) => !names.has(name) && !always.has(name)));
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
