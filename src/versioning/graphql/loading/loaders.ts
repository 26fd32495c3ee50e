import type { EntityMetadata, MetadataStorage } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import type { DomainError } from '../../errors/domain-error.js';
import type { ChangeSetFilter } from '../../read/change-set-filter.js';
import type { HistoryFilter } from '../../read/history-filter.js';
import type { ChangeSetRow, VersionHeader } from '../../read/version-header.js';
import { type Instant, instantKey } from '../../read/instant.js';
import { instantCheck, type PastReads } from '../../read/instant-check.js';
import type { Page, PageRequest } from '../../read/page.js';
import { DeletedFilter } from '../../read/deleted-filter.js';
import type { ListQuery } from '../../read/list-query.js';
import { asking, type ReadStatement } from '../../read/read-statement.js';
import { type SeenSnapshot, snapshotStatement } from '../../read/snapshot-statement.js';
import { rowOf } from '../../read/row-decoder.js';
import type { RecordedState, State, UntypedState } from '../../read/record-state.js';
import {
  readBases,
  readStates,
  readUntypedBases,
  readUntypedStates,
  versionKey,
  type VersionKey,
} from '../../read/state-reader.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import type { RawRow } from '../../record/written-rows.js';
import type { Loaded } from './loaded.js';
import type { Readers } from './readers.js';
import {
  changeSetKey,
  changeSetsKey,
  childrenKey,
  historyKey,
  linksKey,
  listKey,
  ReadAhead,
  refusalKey,
  selectedKey,
  snapshotKey,
  stateKey,
  versionsInKey,
} from '../plan/read-ahead.js';

type Batch<K, V> = (keys: readonly K[]) => Promise<(V | null)[]>;

/**
 * Batches what the fields of one operation ask for into one statement each: https://github.com/graphql/dataloader. What
 * has been read ahead is given at once.
 */
export class Loaders {
  private loaders = new Map<string, DataLoader<never, unknown, string>>();

  /** @param metadata of the mapped entities */
  constructor(
    readonly metadata: MetadataStorage,
    private readonly readers: Readers,
    private ahead = new ReadAhead(),
  ) {}

  /** One record by id; null where it is unknown or its deletion does not fit. */
  record<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    id: string,
    deleted: DeletedFilter,
    instant: Instant | null = null,
  ): Loaded<T> {
    return this.load<string, T>(`record ${entity.name} ${deleted} ${instantKey(instant)}`, id, async (ids) => {
      const found = await this.readers.records.at(instant).byIds(entity, ids, deleted);
      return ids.map((of) => found.get(of) ?? null);
    });
  }

  /** As {@link record}, of the columns that the operation selects: for records that are answered as they are. */
  selected<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    id: string,
    deleted: DeletedFilter,
    instant: Instant | null = null,
  ): Loaded<T> {
    return this.load<string, T>(selectedKey(entity, deleted, instant), id, async (ids) => {
      const found = await this.readers.selecting.at(instant).byIds(entity, ids, deleted);
      return ids.map((of) => found.get(of) ?? null);
    });
  }

  /** Takes a record's row as it has just been written, so that {@link selected} does not read it again. */
  written(entity: VersionedClass, row: RawRow): void {
    const platform = this.readers.em.getPlatform();
    const record = rowOf<VersionedEntity>(this.metadata.get(entity) as never, row, platform);
    this.ahead.keep(selectedKey(entity, DeletedFilter.INCLUDE, null), record.id, record);
  }

  /**
   * One page of records, of the columns that the operation selects.
   *
   * @param args what the list is asked for with
   * @param query what that means
   */
  selectedPage<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    args: PageRequest,
    query: () => ListQuery,
    instant: Instant | null = null,
  ): Loaded<Page<T>> {
    return this.load<string, Page<T>>(listKey(entity, args), '', async () => [
      await this.readers.selecting.at(instant).list(entity, query()),
    ]);
  }

  /** A page of the records that refer to a parent, of the columns that the operation selects. */
  children<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    reference: string,
    query: ListQuery,
    parent: string,
    instant: Instant | null = null,
  ): Loaded<Page<T>> {
    return this.load<string, Page<T>>(childrenKey(entity, reference, query, instant), parent, async (parents) => {
      const pages = await this.readers.selecting.at(instant).lists(entity, query, reference, parents);
      return parents.map(pages);
    });
  }

  /** The ids a record is linked to through a many-to-many property. */
  linkedIds(entity: VersionedClass, property: string, id: string, instant: Instant | null): Loaded<string[]> {
    return this.load<string, string[]>(linksKey(entity, property, instant), id, async (ids) => {
      const found = await this.readers.records.at(instant).linkedIds(entity, property, ids);
      return ids.map((of) => found.get(of) ?? []);
    });
  }

  /** Why nothing can be read as of an instant, or nothing of some records; null where it can. */
  refusal(instant: Instant, reads: PastReads): Loaded<DomainError> {
    return this.answer(refusalKey(instant, reads), instantCheck(instant, reads));
  }

  /**
   * A page of the versions of a record, newest first; of those that there were at an instant.
   *
   * @param filter names no field
   */
  versionsOf(
    entityId: string,
    page: PageRequest,
    filter: HistoryFilter = {},
    instant: Instant | null = null,
  ): Loaded<Page<VersionHeader>> {
    return this.load<string, Page<VersionHeader>>(historyKey(page, filter, instant), entityId, async (ids) => {
      const pages = await this.readers.history.versionsOf(ids, page, filter, instant);
      return ids.map(pages);
    });
  }

  /** A page of the versions that a change set made. */
  versionsIn(changeSetId: string, page: PageRequest): Loaded<Page<VersionHeader>> {
    return this.load<string, Page<VersionHeader>>(versionsInKey(page), changeSetId, async (ids) => {
      const pages = await this.readers.history.versionsIn(ids, page);
      return ids.map(pages);
    });
  }

  /** What the operation sees. */
  async snapshot(): Promise<SeenSnapshot> {
    const seen = await this.answer(snapshotKey, snapshotStatement);
    return seen!;
  }

  /** A page of the change sets of the organization, newest first. */
  changeSets(page: PageRequest, filter: ChangeSetFilter): Loaded<Page<ChangeSetRow>> {
    return this.load<string, Page<ChangeSetRow>>(changeSetsKey(page, filter), '', async () => [
      await this.readers.history.changeSetList(page, filter),
    ]);
  }

  changeSet(id: string): Loaded<ChangeSetRow> {
    return this.load<string, ChangeSetRow>(changeSetKey, id, async (ids) => {
      const found = await this.readers.history.changeSets(ids);
      return ids.map((of) => found.get(of) ?? null);
    });
  }

  /** The id of the change set that undid another and has not itself been undone. */
  undoneBy(id: string): Loaded<string> {
    return this.load<string, string>('undone by', id, async (ids) => {
      const found = await this.readers.history.undoneBy(ids);
      return ids.map((of) => found.get(of) ?? null);
    });
  }

  /** The state of a record at a version. */
  state(meta: EntityMetadata, key: VersionKey): Loaded<RecordedState> {
    return this.states(stateKey(meta), key, (keys) => readStates(this.readers.em, meta, keys));
  }

  /** The state a version was made from: the one before, or what is known of it once retention has removed that. */
  async base(meta: EntityMetadata, { entityId, version }: VersionKey): Promise<State | null> {
    if (version === 1) return null;
    const key = { entityId, version };
    const before = await this.state(meta, { entityId, version: version - 1 });
    return before ?? this.states(`base ${meta.tableName}`, key, (keys) => readBases(this.readers.em, meta, keys));
  }

  /** The state of a record at a version whose entity is unknown here. */
  untypedState(key: VersionKey): Loaded<UntypedState> {
    return this.states('untyped state', key, (keys) => readUntypedStates(this.readers.em, keys));
  }

  /** As {@link base}, of a record whose entity is unknown here. */
  async untypedBase({ entityId, version }: VersionKey): Promise<UntypedState | null> {
    if (version === 1) return null;
    const key = { entityId, version };
    const before = await this.untypedState({ entityId, version: version - 1 });
    return before ?? this.states('untyped base', key, (keys) => readUntypedBases(this.readers.em, keys));
  }

  /** Forgets everything: to be called after a change, so that later fields of the operation see it. */
  clear(): void {
    this.loaders = new Map();
    this.ahead = new ReadAhead();
  }

  private answer<T>(name: string, { statement, decode }: ReadStatement<T | null>): Loaded<T> {
    return this.load<string, T>(name, '', async () => [decode(await asking(this.readers.em)(statement))]);
  }

  private states<S>(
    name: string,
    key: VersionKey,
    read: (keys: readonly VersionKey[]) => Promise<Map<string, S>>,
  ): Loaded<S> {
    const batch: Batch<VersionKey, S> = async (keys) => {
      const found = await read(keys);
      return keys.map((of) => found.get(versionKey(of)) ?? null);
    };
    return this.load(name, key, batch, versionKey);
  }

  private load<K, V>(name: string, key: K, batch: Batch<K, V>, cacheKeyFn: (key: K) => string = String): Loaded<V> {
    const found = this.ahead.find(name, cacheKeyFn(key)) as V | null | undefined;
    if (found !== undefined) return found;
    let loader = this.loaders.get(name) as DataLoader<K, V | null, string> | undefined;
    if (!loader) {
      loader = new DataLoader<K, V | null, string>(batch, { cacheKeyFn });
      this.loaders.set(name, loader as never);
    }
    return loader.load(key);
  }
}
