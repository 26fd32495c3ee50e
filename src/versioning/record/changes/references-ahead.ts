import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { entityOf } from '../../model/entities.js';
import { modelOf } from '../../model/entity-model.js';
import type { FieldValues } from '../../model/field-value.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { mostLinksOf } from '../../model/most-links.js';
import { Operation } from '../../model/operation.js';
import { pipelined } from '../../session/pipelined.js';
import type { FoundReferences } from '../recording/found-references.js';
import { isRecordId } from '../../values/record-id.js';
import { foundAmong, lookUp, lookupName, type Referring } from '../refusals/reference-lookup.js';

/** Values that are going to be written to a record. */
export interface ValuesAhead {
  readonly operation: Operation;
  readonly entity: VersionedClass;
  readonly values: FieldValues;
}

/**
 * Looks up what values refer to that are going to be written, so that their flush need not ask for it. Owners of records that are
 * there are left to that: a form may send all of its fields, and only a move is to wait for the owner.
 *
 * @param isAlone whether nothing else is sent with it; else it goes out with the next statement
 * @returns by `lookupName`, once that has been answered
 */
export async function lookUpAhead(
  em: SqlEntityManager,
  written: readonly ValuesAhead[],
  isAlone: boolean,
): Promise<ReadonlyMap<string, FoundReferences>> {
  const found = new Map<string, FoundReferences>();
  const lookups = [...referredIn(em, written).values()];
  for (const [n, { field, ids }] of lookups.entries()) {
    const look = () => lookUp(em, field, ids);
    const answered = (rows: readonly object[]) => {
      found.set(lookupName(field), foundAmong(ids, rows as Awaited<ReturnType<typeof look>>));
    };
    if (isAlone && n === lookups.length - 1) answered(await look());
    else await pipelined({ answered, failed: () => undefined }, look);
  }
  return found;
}

function referredIn(em: SqlEntityManager, written: readonly ValuesAhead[]) {
  const referred = new Map<string, { readonly field: Referring; readonly ids: Set<string> }>();
  for (const { operation, entity, values } of written) {
    for (const field of modelOf(entityOf(em, entity)).fields) {
      if (field.kind === 'value' || (field.isOwner && operation !== Operation.CREATE)) continue;
      const ids = [values[field.name]].flat().filter((id) => typeof id === 'string' && isRecordId(id)) as string[];
      // Too many are refused before anybody looks for them.
      if (ids.length === 0 || ids.length > mostLinksOf(entity, field.property)) continue;
      const of = referred.get(lookupName(field)) ?? { field, ids: new Set() };
      for (const id of ids) of.ids.add(id);
      referred.set(lookupName(field), of);
    }
  }
  return referred;
}
