import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { entityOf } from '../../model/entities.js';
import { modelOf } from '../../model/entity-model.js';
import type { FieldValues } from '../../model/field-value.js';
import { mostLinksOf } from '../../model/most-links.js';
import { ownersFirst } from '../../model/owners-first.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { isRecordId } from '../../values/record-id.js';
import { lookupName, type Referring } from '../refusals/reference-lookup.js';

/** Values that are going to be written to a record. */
export interface ValuesAhead {
  readonly entity: VersionedClass;
  readonly values: FieldValues;
  /** Whether to a new one. */
  readonly isNew: boolean;
}

/** Records to be looked up, all in the same way. */
export interface Lookup {
  readonly field: Referring;
  readonly ids: Set<string>;
}

/**
 * What values refer to that are going to be written, in the order in which it is to be looked up: owners first, as a deletion
 * comes by them, which may have to be waited for. Nothing where it would be looked up again: changes that set links of records that
 * are there go one by one, and read those before they are flushed.
 *
 * @param withOwners whether owners are looked up, too, and so locked
 */
export function lookupsOf(em: SqlEntityManager, written: readonly ValuesAhead[], withOwners: boolean): Lookup[] {
  const lookups = new Map<string, Lookup>();
  if (written.some((one) => setsLinksAnew(em, one))) return [];
  for (const { entity, values } of written) {
    for (const field of modelOf(entityOf(em, entity)).fields) {
      if (field.kind === 'value' || (field.isOwner && !withOwners)) continue;
      const ids = [values[field.name]].flat().filter((id) => typeof id === 'string' && isRecordId(id)) as string[];
      // Too many are refused before anybody looks for them.
      if (ids.length === 0 || ids.length > mostLinksOf(entity, field.property)) continue;
      const of = lookups.get(lookupName(field)) ?? { field, ids: new Set() };
      for (const id of ids) of.ids.add(id);
      lookups.set(lookupName(field), of);
    }
  }
  const all = [...lookups.values()];
  const tables = ownersFirst([...new Set(all.map(({ field }) => field.target as EntityMetadata))]);
  const place = ({ field }: Lookup) => (field.isOwner ? 0 : tables.length) + tables.indexOf(field.target!);
  return all.toSorted((a, b) => place(a) - place(b));
}

function setsLinksAnew(em: SqlEntityManager, { entity, values, isNew }: ValuesAhead): boolean {
  const { fields } = modelOf(entityOf(em, entity));
  return !isNew && fields.some(({ kind, name }) => kind === 'links' && values[name] !== undefined);
}
