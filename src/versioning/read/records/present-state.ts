import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { modelOf } from '../../model/entity-model.js';
import { DeletedFilter } from '../lists/deleted-filter.js';
import { RecordReader } from './record-reader.js';
import type { State } from '../states/record-state.js';
import { readState, type VersionKey } from '../states/state-reader.js';
import type { VersionedClass } from '../../model/map-versioned.js';

/**
 * The state of a locked record, living or deleted: its newest version, or its row where that was there before its history
 * and has no version yet.
 */
export async function readPresentState(em: SqlEntityManager, meta: EntityMetadata, newest: VersionKey): Promise<State> {
  const recorded = await readState(em, meta, newest);
  if (recorded) return recorded;
  const { entityId: id } = newest;
  const entity = meta.class as VersionedClass;
  const reader = new RecordReader(em);
  const record = (await reader.byIds(entity, [id], DeletedFilter.INCLUDE)).get(id)!;
  const links: Record<string, readonly string[]> = {};
  for (const { kind, column, property } of modelOf(meta).fields) {
    if (kind === 'links') links[column] = (await reader.linkedIds(entity, property, [id])).get(id)!;
  }
  return { record, links, dropped: {}, unfit: {} };
}
