import type { EntityMetadata } from '@mikro-orm/core';
import { declaredMetadata } from './declared-metadata.js';
import type { EntityField } from './entity-field.js';
import { modelOf } from './entity-model.js';
import { type VersionedClass, versionedOptions } from './map-versioned.js';

/**
 * The field that says what a record is called, wherever only one of its values is shown: what `@Versioned({ label })`
 * says, for users who act what `actorName` says; else the first unique text, else the first text.
 *
 * @returns undefined where an entity has no text
 * @throws Error for an option that names no text that clients may read
 */
export function labelField(meta: EntityMetadata): EntityField | undefined {
  const texts = modelOf(meta).shown.filter(({ isText }) => isText);
  const label = labelAmong(
    meta.class as VersionedClass,
    texts.map(({ property }) => property),
  );
  return texts.find(({ property }) => property === label);
}

/**
 * The label among the texts that clients may read, which may not have been discovered yet.
 *
 * @param texts the properties, in the order of declaration
 * @throws Error for an option that names none of them
 */
export function labelAmong(entity: VersionedClass, texts: readonly string[]): string | undefined {
  const { label, actorName } = versionedOptions(entity);
  const chosen = label ?? actorName;
  if (chosen === undefined) return texts.find((property) => isUnique(entity, property)) ?? texts[0];
  if (!texts.includes(chosen))
    throw new Error(`${entity.name} has no text ${chosen} that clients may read, to be its label.`);
  return chosen;
}

/** Whether a value is a key among the living of a tenant by itself. */
export function isUnique(entity: object, property: string): boolean {
  const { uniques } = declaredMetadata(entity);
  return uniques.some(({ properties }) => [properties ?? []].flat().join() === property);
}
