import type { Collection, EntityMetadata } from '@mikro-orm/core';
import { modelOf } from './entity-model.js';
import { DomainError } from '../errors/domain-error.js';
import type { FieldValues } from './field-value.js';
import { PropertyNotes } from './property-notes.js';
import type { VersionedEntity } from './versioned-entity.js';

/** As many records as one can be linked to by a field that says nothing else. */
export const usualMostLinks = 100;

const declared = new PropertyNotes<number>();

/**
 * Says how many records one can be linked to by a many-to-many property. What an operation costs is counted by it, so a
 * small number lets clients ask for larger pages.
 */
export function AtMost(links: number): PropertyDecorator {
  return (prototype, property) => declared.add(prototype, property, links);
}

/** How many records one can be linked to by a property, its own or one that it inherits. */
export function mostLinksOf(entity: { prototype: object }, property: string): number {
  return declared.of(entity).get(property) ?? usualMostLinks;
}

/**
 * Refuses more links than a record may have. One that has more already, from before there was this limit or by SQL, keeps
 * them and loses some, and gets no more. Links that the caller does not see do not count.
 *
 * @param record its links read
 * @param values what the caller wants, by field name
 * @throws DomainError BAD_USER_INPUT
 */
export function checkLinks(meta: EntityMetadata, record: VersionedEntity, values: FieldValues): void {
  for (const { name, property } of modelOf(meta).fields.filter(({ kind }) => kind === 'links')) {
    const wanted = values[name];
    if (!Array.isArray(wanted)) continue;
    const most = mostLinksOf(meta.class, property);
    const present = (record as unknown as Record<string, Collection<VersionedEntity>>)[property]!;
    const count = new Set(wanted).size;
    if (count <= most || count <= present.getItems(false).length) continue;
    throw new DomainError('BAD_USER_INPUT', `${name} takes at most ${most} ids.`, { field: name });
  }
}
