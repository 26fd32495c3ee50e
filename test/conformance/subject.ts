import { type EntityMetadata, ReferenceKind } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import {
  getNamedType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
} from 'graphql';
import type { EntityField } from '../../src/versioning/model/entity-field.js';
import { modelOf } from '../../src/versioning/model/entity-model.js';
import { isVersioned, versionedOptions } from '../../src/versioning/index.js';

/** One input field of an entity. */
export interface SubjectField {
  /** In inputs: `title`, `authorId`, `tagIds`. */
  readonly name: string;
  readonly kind: EntityField['kind'];
  /** In answers: `title`, `author`, `tags`. */
  readonly property: string;
  readonly type: GraphQLInputType;
  /** The entity a reference or link points at. */
  readonly target?: string;
  readonly nullable: boolean;
  /** Whether the target owns the record: deleted and restored with it. */
  readonly owner: boolean;
}

/** A versioned entity as its API shows it. Derived, so that an entity is a subject by being registered. */
export interface Subject {
  readonly type: string;
  readonly table: string;
  readonly one: string;
  readonly many: string;
  /** What can be set and read; secrets are left out. */
  readonly fields: readonly SubjectField[];
  /** Unique keys, by field names. */
  readonly uniqueKeys: readonly (readonly string[])[];
  /** Entities it owns, the field of theirs that refers to it, and the list of its own that shows them. */
  readonly owned: readonly { readonly child: string; readonly field: string; readonly list: string }[];
  /** To-many relations other than links, owned or not. */
  readonly lists: readonly { readonly child: string; readonly field: string; readonly list: string }[];
  readonly write: 'WRITE' | 'ADMINISTER';
}

/** All registered versioned entities. */
export function subjectsOf(orm: MikroORM, schema: GraphQLSchema): Subject[] {
  const metas = [...orm.getMetadata()] as EntityMetadata[];
  const versioned = metas.filter((meta) => isVersioned(meta.class));
  return versioned.map((meta) => subjectOf(meta, schema, versioned));
}

function subjectOf(meta: EntityMetadata, schema: GraphQLSchema, all: readonly EntityMetadata[]): Subject {
  const type = meta.className;
  const queries = Object.values(schema.getQueryType()!.getFields());
  const inputs = schema.getType(`Create${type}Input`);
  if (!isInputObjectType(inputs)) throw new Error(`${type} cannot be created through the API.`);
  const queryOf = (name: string) => queries.find((query) => getNamedType(query.type).name === name)!.name;
  const owned = modelOf(meta).owned.map(({ child }) => child.className);
  const mapped = meta.relations
    .filter(({ kind }) => kind === ReferenceKind.ONE_TO_MANY)
    .map(({ name, targetMeta, mappedBy }) => ({ child: targetMeta!.className, field: `${mappedBy}Id`, list: name }));
  const lists = [
    ...mapped,
    ...addedLists(meta, schema, all).filter(({ list }) => !mapped.some((of) => of.list === list)),
  ];
  const fields = modelOf(meta).shown.filter((field) => !field.sensitive);
  return {
    type,
    table: meta.tableName,
    one: queryOf(type),
    many: queryOf(`${type}Connection`),
    fields: fields.map((field) => subjectField(field, inputs.getFields()[field.name]!.type)),
    uniqueKeys: meta.uniques.map(({ properties }) =>
      [properties ?? []].flat().flatMap((property) => fields.find((field) => field.property === property)?.name ?? []),
    ),
    owned: lists.filter(({ child }) => owned.includes(child)),
    lists,
    write: versionedOptions(meta.class as never).write ?? 'WRITE',
  };
}

/** Lists of what refers to an entity that were added to its type from the other side. */
function addedLists(meta: EntityMetadata, schema: GraphQLSchema, all: readonly EntityMetadata[]): Subject['lists'] {
  const fields = Object.values((schema.getType(meta.className) as GraphQLObjectType).getFields());
  return all.flatMap((child) => {
    const references = child.relations.filter(
      ({ kind, targetMeta }) => kind === ReferenceKind.MANY_TO_ONE && targetMeta?.class === meta.class,
    );
    const list = fields.find(({ type }) => getNamedType(type).name === `${child.className}Connection`);
    return list && references.length === 1
      ? [{ child: child.className, field: `${references[0]!.name}Id`, list: list.name }]
      : [];
  });
}

function subjectField(
  { name, kind, property, isOwner, isNullable, target }: EntityField,
  type: GraphQLInputType,
): SubjectField {
  return {
    name,
    kind,
    property,
    type,
    nullable: isNullable,
    owner: isOwner,
    ...(target && { target: target.className }),
  };
}
