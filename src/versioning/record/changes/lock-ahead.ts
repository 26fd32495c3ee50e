import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { entityOf } from '../../model/entities.js';
import { modelOf } from '../../model/entity-model.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { ownersFirst } from '../../model/owners-first.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { withNext } from '../../session/pipelined.js';
import { query } from '../../session/query.js';
import { isRecordId } from '../../values/record-id.js';
import { lockChildrenAhead } from '../flush/owned-children.js';
import type { FoundChildren } from '../recording/found-children.js';
import type { FoundReferences } from '../recording/found-references.js';
import type { Recording } from '../recording/recording.js';
import type { UniqueKey } from '../recording/unique-key.js';
import { foundAmong, lookUp, lookupName } from '../refusals/reference-lookup.js';
import { excludingKeysOf } from '../refusals/unique-keys-of.js';
import { withOwned } from './key-order.js';
import { lockRecords, lockRows } from './locked-record.js';
import { lookupsOf, type ValuesAhead } from './references-ahead.js';

/** The ids of records, by entity. */
export type RecordIds = ReadonlyMap<VersionedClass, ReadonlySet<string>>;

/** What is going to be done. */
export interface Intended {
  /** What is going to be written: to new records, or to some that are locked. */
  readonly written?: readonly ValuesAhead[];
  /** Those of the locked records that are going to be deleted. */
  readonly deleted?: RecordIds;
}

/**
 * Locks records ahead of their changes and reads them, with what a flush would else ask for: what values refer to that are going
 * to be written, what is owned by what is going to be deleted, and, of several records, the keys of their tables. All of it in
 * one message, whose order is that in which all operations come by the locks.
 */
export async function lockAhead(
  em: SqlEntityManager,
  recording: Recording,
  records: RecordIds,
  { written = [], deleted = new Map() }: Intended,
): Promise<void> {
  const ids = inOrder(em, records);
  const count = ids.reduce((sum, [, of]) => sum + of.length, 0);
  // Whoever holds an owner shared and then changes it, would wait for another who does so, too: owners only where nothing is locked.
  const lookups = lookupsOf(em, written, count === 0);
  const owners = inOrder(em, deleted).filter(([meta]) => modelOf(meta).owned.length > 0);
  // The look, too, is to be behind the locks; the ORM, which cannot read with what comes next, reads behind it.
  if (lookups.length + owners.length > 0) for (const [meta, of] of ids) await withNext(() => lockRows(em, meta, of));

  const found = new Map<string, FoundReferences>();
  for (const { field, ids: wanted } of lookups) {
    const look = () => lookUp(em, field, wanted);
    await withNext(look, (rows) => void found.set(lookupName(field), foundAmong(wanted, rows)));
  }
  const children: FoundChildren[] = [];
  for (const [meta, of] of owners) {
    await lockChildrenAhead(em, meta, new Set(of), (one) => children.push(one));
  }
  let keys: readonly UniqueKey[] | undefined;
  if (count > 1) {
    const tables = withOwned(ids.map(([meta]) => meta)).map(({ tableName }) => tableName);
    const ask = () => excludingKeysOf(em, tables);
    await withNext(ask, (rows) => void (keys = rows));
  }

  const locked = new Map<string, VersionedEntity>();
  for (const [meta, of] of ids) {
    const read = await lockRecords(em, recording, meta.class as VersionedClass, of);
    for (const record of read) locked.set(record.id, record);
  }
  // Where there was none to read.
  if (count === 0 && lookups.length > 0) await query(em)``;
  const sent = recording.sent.count;
  recording.ahead = { records: locked, sent, keys, children };
  recording.looked = { found, sent };
}

/** The ids that records can have; owners before what they own, as a deletion comes by them. */
function inOrder(em: SqlEntityManager, records: RecordIds): [EntityMetadata, readonly string[]][] {
  const ids = new Map([...records].map(([entity, of]) => [entityOf(em, entity), [...of].filter(isRecordId)]));
  return ownersFirst([...ids.keys()]).flatMap((meta) => (ids.get(meta)!.length > 0 ? [[meta, ids.get(meta)!]] : []));
}
