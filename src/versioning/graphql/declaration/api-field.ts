import { type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import { getMetadataStorage } from 'type-graphql';
import { DeclarationError } from '../../errors/declaration-error.js';
import { declaredMetadata } from '../../model/declared-metadata.js';
import { fieldName } from '../../model/entity-field.js';
import { type FieldKind, fieldKind } from '../../model/field-kind.js';
import { type SensitiveOptions, sensitiveProperties } from '../../model/sensitive.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { VersionedEntity } from '../../model/versioned-entity.js';

/** What TypeGraphQL knows of a `@Field()`. */
export type GraphQLFieldDeclaration = ReturnType<typeof getMetadataStorage>['fields'][number];

/** One mapped property that clients may see or set, before the ORM has discovered anything. */
export interface ApiField {
  /** As inputs, filters and diffs call it: `title`, `authorId`, `tagIds`, `password`. */
  readonly name: string;
  /** Undefined for children: they are no part of the record's own state. */
  readonly kind: FieldKind | undefined;
  /** What its class calls it. */
  readonly property: string;
  readonly isNullable: boolean;
  /** Whether its column is a text of any length. */
  readonly isLong: boolean;
  /** What a new record has that is not given it; undefined where there is no such value. */
  readonly default: unknown;
  /** The entity at the other end of a relation. To be asked once all entities are loaded. */
  readonly target: () => VersionedClass;
  /** What children call their parent, which the ORM says only once all is discovered; absent for all else. */
  readonly reference?: () => string;
  /** Absent for a sensitive property: it can be set, never read. */
  readonly declaration?: GraphQLFieldDeclaration;
  readonly sensitive?: SensitiveOptions;
}

/** What of a record's state clients may see or set: what history, filters and orders tell of it. */
export function stateFieldsOf(entity: VersionedClass): ApiField[] {
  return apiFieldsOf(entity).filter(({ kind }) => kind !== undefined);
}

/**
 * The fields an entity's GraphQL face is derived from: what is both a `@Field` and a mapped property, and what is
 * sensitive, in the order of declaration. A property without `@Field` is private; a `@Field` without column is
 * computed.
 *
 * @throws DeclarationError for a property that is both sensitive and a `@Field`: filters and orders would tell its value
 */
export function apiFieldsOf(entity: VersionedClass): ApiField[] {
  const declarations = new Map(
    getMetadataStorage()
      .fields.filter((field) => field.target === entity)
      .map((field) => [field.name, field]),
  );
  const sensitive = sensitiveProperties(entity);
  const readable = [...sensitive.keys()].find((name) => declarations.has(name));
  if (readable) {
    throw new DeclarationError(`${entity.name}.${readable} is @Sensitive(), so it cannot be a @Field() too.`);
  }
  return Object.values<EntityProperty>(declaredMetadata(entity).properties as never)
    .filter(({ name }) => !(name in VersionedEntity.prototype) && (declarations.has(name) || sensitive.has(name)))
    .map((property) => ({
      name: sensitive.get(property.name)?.as ?? fieldName(property),
      kind: fieldKind(property),
      property: property.name,
      isNullable: property.nullable === true,
      isLong: (property.type as unknown) === 'text',
      default: property.default,
      target: property.entity as () => VersionedClass,
      ...(property.kind === ReferenceKind.ONE_TO_MANY && { reference: () => referenceOf(property) }),
      ...(declarations.has(property.name) && { declaration: declarations.get(property.name)! }),
      ...(sensitive.has(property.name) && { sensitive: sensitive.get(property.name)! }),
    }));
}

function referenceOf({ mappedBy }: EntityProperty): string {
  const inverse = mappedBy as unknown;
  if (typeof inverse !== 'function') return inverse as string;
  return String((inverse as (of: object) => unknown)(new Proxy({}, { get: (_of, name) => name })));
}
