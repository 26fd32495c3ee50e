import type { EntityMetadata } from '@mikro-orm/core';
import type { EntityField } from './entity-field.js';
import { modelOf } from './entity-model.js';
import { isVersioned, versionedOptions } from './map-versioned.js';

/**
 * The order of Unicode's root locale, which suits most languages: `a`, `A`, `ä`, `b`, and no language is sorted by the
 * numbers of its characters. Two texts are equal in it only if they are the same text.
 */
const anyLanguage = 'und-x-icu';

/**
 * By which collation lists are ordered by a field: its column's own, where the mapping gives it one, else what
 * `@Versioned({ collation })` says, else that of any language. Undefined for what is no text.
 */
export function collationOf(meta: EntityMetadata, { type, collation }: EntityField): string | undefined {
  if (!/^(varchar|character varying|text|char|character|citext)\b/.test(type)) return undefined;
  return collation ?? (isVersioned(meta.class) ? versionedOptions(meta.class).collation : undefined) ?? anyLanguage;
}

/** All collations that lists of the mapped entities are ordered by. */
export function collationsOf(metas: Iterable<EntityMetadata>): string[] {
  const versioned = [...metas].filter((meta) => isVersioned(meta.class));
  const collations = versioned.flatMap((meta) =>
    modelOf(meta).columns.flatMap((column) => collationOf(meta, column) ?? []),
  );
  return [...new Set(collations)].toSorted();
}
