import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { ChangeSetRow, HistoryReader } from '../read/history-reader.js';
import type { Instant } from '../read/instant.js';
import type { Page } from '../read/page.js';
import { DeletedFilter, type ListQuery, type RecordReader } from '../read/record-reader.js';
import { rowOf } from '../read/row.js';
import type { RecordedState, State, UntypedState } from '../read/state.js';
import {
  readBases,
  readStates,
  readUntypedBases,
  readUntypedStates,
  versionKey,
  type VersionKey,
} from '../read/state-reader.js';
import type { VersionedClass } from '../model/map-versioned.js';
import type { VersionedEntity } from '../model/versioned-entity.js';
import type { RawRow } from '../record/written-rows.js';

type Batch<K, V> = (keys: readonly K[]) => Promise<(V | null)[]>;

/** Batches what the fields of one operation ask for into one statement each: https://github.com/graphql/dataloader. */
export class Loaders {
  private loaders = new Map<string, DataLoader<never, unknown, string>>();

  constructor(
    private readonly em: SqlEntityManager,
    private readonly records: RecordReader,
    private readonly history: HistoryReader,
    /** Reads of each record what the operation selects. */
    private readonly selecting: RecordReader = records,
  ) {}

  /** One record by id; null where it is unknown or its deletion does not fit. */
  record<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    id: string,
    deleted: DeletedFilter,
    instant: Instant | null = null,
  ): Promise<T | null> {
    return this.loader<string, T>(`record ${entity.name} ${deleted} ${instantKey(instant)}`, async (ids) => {
      const found = await this.records.at(instant).byIds(entity, ids, deleted);
      return ids.map((id) => found.get(id) ?? null);
    }).load(id);
  }

  /** As {@link record}, of the columns that the operation selects: for records that are answered as they are. */
  selected<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    id: string,
    deleted: DeletedFilter,
    instant: Instant | null = null,
  ): Promise<T | null> {
    return this.selectedLoader(entity, deleted, instant).load(id);
  }

  /** Takes a record's row as it has just been written, so that {@link selected} does not read it again. */
  written(entity: VersionedClass, row: RawRow): void {
    const record = rowOf<VersionedEntity>(this.em.getMetadata().get(entity) as never, row, this.em.getPlatform());
    this.selectedLoader(entity, DeletedFilter.INCLUDE, null).prime(record.id, record);
  }

  /** One page of records, of the columns that the operation selects. */
  selectedPage<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    query: ListQuery,
    instant: Instant | null = null,
  ): Promise<Page<T>> {
    return this.selecting.at(instant).list(entity, query);
  }

  /** The ids a record is linked to through a many-to-many property. */
  async linkedIds(entity: VersionedClass, property: string, id: string, instant: Instant | null): Promise<string[]> {
    const loader = this.loader<string, string[]>(
      `links ${entity.name}.${property} ${instantKey(instant)}`,
      async (ids) => {
        const found = await this.records.at(instant).linkedIds(entity, property, ids);
        return ids.map((id) => found.get(id) ?? []);
      },
    );
    return (await loader.load(id)) ?? [];
  }

  changeSet(id: string): Promise<ChangeSetRow | null> {
    return this.loader<string, ChangeSetRow>('change set', async (ids) => {
      const found = await this.history.changeSets(ids);
      return ids.map((id) => found.get(id) ?? null);
    }).load(id);
  }

  /** The state of a record at a version. */
  state(meta: EntityMetadata, key: VersionKey): Promise<RecordedState | null> {
    return this.states(`state ${meta.tableName}`, (keys) => readStates(this.em, meta, keys)).load(key);
  }

  /** The state a version was made from: the one before, or what is known of it once retention has removed that. */
  async base(meta: EntityMetadata, { entityId, version }: VersionKey): Promise<State | null> {
    if (version === 1) return null;
    const before = await this.state(meta, { entityId, version: version - 1 });
    const lost = this.states(`base ${meta.tableName}`, (keys) => readBases(this.em, meta, keys));
    return before ?? lost.load({ entityId, version });
  }

  /** The state of a record at a version whose entity is unknown here. */
  untypedState(key: VersionKey): Promise<UntypedState | null> {
    return this.states('untyped state', (keys) => readUntypedStates(this.em, keys)).load(key);
  }

  /** As {@link base}, of a record whose entity is unknown here. */
  async untypedBase({ entityId, version }: VersionKey): Promise<UntypedState | null> {
    if (version === 1) return null;
    const before = await this.untypedState({ entityId, version: version - 1 });
    const lost = this.states('untyped base', (keys) => readUntypedBases(this.em, keys));
    return before ?? lost.load({ entityId, version });
  }

  /** Forgets everything: to be called after a change, so that later fields of the operation see it. */
  clear(): void {
    this.loaders = new Map();
  }

  private selectedLoader<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    deleted: DeletedFilter,
    instant: Instant | null,
  ) {
    return this.loader<string, T>(`selected ${entity.name} ${deleted} ${instantKey(instant)}`, async (ids) => {
      const found = await this.selecting.at(instant).byIds(entity, ids, deleted);
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  private states<S>(name: string, read: (keys: readonly VersionKey[]) => Promise<Map<string, S>>) {
    return this.loader<VersionKey, S>(
      name,
      async (keys) => {
        const found = await read(keys);
        return keys.map((key) => found.get(versionKey(key)) ?? null);
      },
      versionKey,
    );
  }

  private loader<K, V>(name: string, batch: Batch<K, V>, cacheKeyFn: (key: K) => string = String) {
    let loader = this.loaders.get(name) as DataLoader<K, V | null, string> | undefined;
    if (!loader) {
      loader = new DataLoader<K, V | null, string>(batch, { cacheKeyFn });
      this.loaders.set(name, loader as never);
    }
    return loader;
  }
}

function instantKey(instant: Instant | null): string {
  return instant ? `${instant.xid} ${instant.snapshot}` : 'now';
}
