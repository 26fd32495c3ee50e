import type { EntityClass } from '@mikro-orm/core';
import { Entity, Filter, Index } from '@mikro-orm/decorators/legacy';
import { DeclarationError } from '../errors/declaration-error.js';
import { declaredMetadata } from './declared-metadata.js';
import { checkRetention, type Retention } from './retention.js';
import type { VersionedEntity } from './versioned-entity.js';

export interface VersionedOptions {
  /** How long what is gone is kept; for ever where this is absent. */
  retention?: Retention;
  /** What a caller needs to change these records; ADMINISTER keeps them to administrators. */
  write?: 'WRITE' | 'ADMINISTER';
  /** Where these records are the users who act: the property that says what they are called. */
  actorName?: string;
  /** The property that says what a record is called, where it is not its first unique text. */
  label?: string;
  /** The name of the query that lists these records, where it is not the English plural of the entity's. */
  plural?: string;
  /** The collation by which lists are ordered by text, such as `sv-x-icu`, where it is not that of any language. */
  collation?: string;
}

/** What a mapping says of an entity, besides what its author chose. */
interface Mapping extends VersionedOptions {
  /** Whether clients may know of a property; of all where absent. */
  isShown?: (property: string) => boolean;
  /** Whether clients are promised a JSON object; of none where absent. */
  isObject?: (property: string) => boolean;
}

export type VersionedClass<T extends VersionedEntity = VersionedEntity> = EntityClass<T> & (new () => T);

/**
 * The soft-delete condition, declared here and nowhere else: for the ORM as a filter, for readers and indexes as SQL.
 */
export const softDelete = {
  filter: { name: 'softDelete', cond: { deletedAt: null }, default: true },
  sql: (alias?: string) => `(${alias ? `${alias}.` : ''}deleted_at is null)`,
} as const;

const registry = new Map<VersionedClass, Mapping>();

/**
 * Maps a subclass of VersionedEntity: adds the default-on `softDelete` filter, makes every `@Unique()` of it hold among
 * living records only, and registers it. Children it owns (deleted and restored with it) are the `@OneToMany`
 * relations whose mapping says `cascade: [Cascade.REMOVE]`.
 */
export function mapVersioned(target: VersionedClass, options: Mapping = {}): void {
  checkRetention(target.name, options.retention ?? {});
  Entity()(target);
  Filter({ ...softDelete.filter, cond: { ...softDelete.filter.cond } })(target);
  // What looks for deleted records, trash and purge, need not pass by the living.
  Index({ properties: ['deletedAt' as never], where: `not ${softDelete.sql()}` })(target);
  for (const unique of declaredMetadata(target).uniques) {
    // A key that is SQL of its author's says itself among which records it holds.
    if (unique.expression === undefined) unique.where = softDelete.sql();
  }
  registry.set(target, options);
}

/** The options an entity was mapped with. @throws DeclarationError where the class is not `@Versioned()` */
export function versionedOptions(entity: VersionedClass): VersionedOptions {
  const options = registry.get(entity);
  if (!options) throw new DeclarationError(`${entity.name} is not mapped with @Versioned().`);
  return options;
}

/** Whether a property is the program's own: kept in history like any other, and never shown. */
export function isPrivate(entity: VersionedClass, property: string): boolean {
  return registry.get(entity)?.isShown?.(property) === false;
}

/** Whether a property is a JSON object to whoever reads it, not any JSON value. */
export function isObjectProperty(entity: VersionedClass, property: string): boolean {
  return registry.get(entity)?.isObject?.(property) === true;
}

/** Whether a class is mapped with `@Versioned()`. */
export function isVersioned(entity: unknown): entity is VersionedClass {
  return registry.has(entity as VersionedClass);
}
