import type { EntityMetadata } from '@mikro-orm/core';
import { DomainError } from './errors.js';

/** As many records as one can be linked to by a field that says nothing else. */
export const usualMostLinks = 100;

const declared = new WeakMap<object, Map<string, number>>();

/**
 * Says how many records one can be linked to by a many-to-many property. What an operation costs is counted by it, so a
 * small number lets clients ask for larger pages.
 */
export function AtMost(links: number): PropertyDecorator {
  return (prototype, property) => {
    const own = declared.get(prototype) ?? new Map<string, number>();
    declared.set(prototype, own.set(String(property), links));
  };
}

/** How many records one can be linked to by a property. */
export function mostLinksOf({ prototype }: { prototype: object }, property: string): number {
  return declared.get(prototype)?.get(property) ?? usualMostLinks;
}

/**
 * Refuses more links than a record may have. One that has more already, from before there was this limit or by SQL, keeps
 * them and loses some, and gets no more.
 *
 * @param field as clients call it
 * @throws DomainError BAD_USER_INPUT
 */
export function checkLinks(
  meta: EntityMetadata,
  field: { readonly name: string; readonly property: { readonly name: string } },
  present: number,
  wanted: number,
): void {
  const most = mostLinksOf(meta.class, field.property.name);
  if (wanted <= most || wanted <= present) return;
  throw new DomainError('BAD_USER_INPUT', `${field.name} takes at most ${most} ids.`, { field: field.name });
}
