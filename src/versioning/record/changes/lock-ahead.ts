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
import { type ExpectedVersions, lockChildrenAhead } from '../flush/owned-children.js';
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

/** A record that is going to be deleted. */
export interface DeletionAhead {
  readonly entity: VersionedClass;
  readonly id: string;
  readonly expectedVersion: number;
}

/** What is going to be done, as far as that is known. */
export interface Intended {
  /** What is going to be written: to new records, or to some that are locked. */
  readonly written: readonly ValuesAhead[];
  /** Those of the locked records that are going to be deleted. */
  readonly deleted: readonly DeletionAhead[];
}

/**
 * Locks records ahead of their changes and reads them, with what a flush would else ask for: what values refer to that are going
 * to be written, what is owned by what is going to be deleted, and, of several records, the keys of their tables. For records of
 * one entity it is one message.
 */
export async function lockAhead(
  em: SqlEntityManager,
  recording: Recording,
  records: RecordIds,
  { written, deleted }: Intended,
): Promise<void> {
  const ids = inOrder(em, records);
  const count = ids.reduce((sum, [, of]) => sum + of.length, 0);
  // Two operations that share an owner and then change it run into a deadlock: owners are locked where nothing is changed.
  const lookups = lookupsOf(em, written, count === 0);
  const expected = expectedVersions(em, deleted);
  const isOwner = expected.some(({ meta }) => modelOf(meta).owned.length > 0);
  // What is looked up, and locked besides, must come behind these locks, and reading the records ends the message.
  if (lookups.length > 0 || isOwner) for (const [meta, of] of ids) await withNext(() => lockRows(em, meta, of));

  const references = new Map<string, FoundReferences>();
  for (const { field, ids: wanted } of lookups) {
    const look = () => lookUp(em, field, wanted);
    await withNext(look, (rows) => void references.set(lookupName(field), foundAmong(wanted, rows)));
  }
  const children: FoundChildren[] = [];
  if (isOwner) await lockChildrenAhead(em, expected, (found) => children.push(found));
  let keys: readonly UniqueKey[] | undefined;
  if (count > 1) {
    const tables = withOwned(ids.map(([meta]) => meta)).map(({ tableName }) => tableName);
    await withNext(
      () => excludingKeysOf(em, tables),
      (rows) => void (keys = rows),
    );
  }

  const locked = new Map<string, VersionedEntity>();
  for (const [meta, of] of ids) {
    const read = await lockRecords(em, recording, meta.class as VersionedClass, of);
    for (const record of read) locked.set(record.id, record);
  }
  // An empty statement, which sends what is held back: there was nothing to read.
  if (count === 0 && lookups.length > 0) await query(em)``;
  recording.ahead = { records: locked, references, children, keys, sent: recording.sent.count };
}

/** The ids that records can have; owners before what they own, as a deletion comes by them. */
function inOrder(em: SqlEntityManager, records: RecordIds): [EntityMetadata, readonly string[]][] {
  const named = [...records].map(([entity, of]) => [entityOf(em, entity), [...of].filter(isRecordId)] as const);
  const ids = new Map(named.filter(([, of]) => of.length > 0));
  return ownersFirst([...ids.keys()]).map((meta) => [meta, ids.get(meta)!]);
}

/** What is going to be deleted, by entity; owners first. */
function expectedVersions(em: SqlEntityManager, deleted: readonly DeletionAhead[]): ExpectedVersions[] {
  const possible = deleted.filter(({ id }) => isRecordId(id));
  const byEntity = Map.groupBy(possible, ({ entity }) => entityOf(em, entity));
  return ownersFirst([...byEntity.keys()]).map((meta) => ({
    meta,
    versions: new Map(byEntity.get(meta)!.map(({ id, expectedVersion }) => [id, expectedVersion])),
  }));
}
