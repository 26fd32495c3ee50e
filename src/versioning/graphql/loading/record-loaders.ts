import type { MetadataStorage } from '@mikro-orm/core';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import type { AfterChangeSet } from '../../read/instants/each-instant.js';
import type { Instant } from '../../read/instants/instant.js';
import type { ListQuery } from '../../read/lists/list-query.js';
import type { Page, PageRequest } from '../../read/lists/page.js';
import type { RecordReader } from '../../read/records/record-reader.js';
import type { RecordsAfter } from '../../read/records/records-after.js';
import { rowOf } from '../../read/rows/row-decoder.js';
import type { WrittenRow } from '../../record/recording/written-rows.js';
import { childrenKey, linksKey, listKey, nodeKey, recordKey, selectedKey } from '../plan/read-ahead.js';
import type { Batches } from './batches.js';
import type { Loaded } from './loaded.js';

/** How something is read by the ids of records, or of those it belongs to. */
interface Read<V> {
  /** By which of the operation's readers. */
  readonly by: 'records' | 'selecting';
  /** What it is called at an instant. */
  readonly nameAt: (instant: Instant | null) => string;
  readonly at: (reader: RecordReader, ids: readonly string[]) => Promise<(id: string) => V | Error | null>;
  /** At many instants together. */
  readonly after?: (records: RecordsAfter) => Promise<(changeSet: string) => (id: string) => V | Error | null>;
}

/** Loads records, of the present or of an instant. */
export class RecordLoaders {
  constructor(
    private readonly batches: Batches,
    private readonly metadata: MetadataStorage,
  ) {}

  /** One record by id; null where it is unknown or its deletion does not fit. */
  byId<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    id: string,
    deleted: DeletedFilter,
    instant: Instant | null = null,
  ): Loaded<T> {
    const nameAt = (at: Instant | null) => recordKey(entity, deleted, at);
    return this.#load(id, instant, { ...reading(entity, deleted), by: 'records', nameAt });
  }

  /** As {@link byId}, of the columns that the operation selects: for records that are answered as they are. */
  selected<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    id: string,
    deleted: DeletedFilter,
    instant: Instant | null = null,
  ): Loaded<T> {
    // Asked for by each record of a list.
    const found = this.batches.find<T>(selectedKey(entity, deleted, instant), id);
    if (found !== undefined) return found;
    const nameAt = (at: Instant | null) => selectedKey(entity, deleted, at);
    return this.#load(id, instant, { ...reading(entity, deleted), by: 'selecting', nameAt });
  }

  /** As {@link selected}, of a record that may be of any entity and was not deleted. */
  node(id: string, instant: Instant | null): Loaded<VersionedEntity> {
    const found = this.batches.find<VersionedEntity>(nodeKey(instant), id);
    return found === undefined ? this.#node(id, instant) : found;
  }

  async #node(id: string, instant: Instant | null): Promise<VersionedEntity | null> {
    const newest = await this.batches.readers.history.version(id);
    return newest?.meta ? this.selected(newest.meta.class as VersionedClass, id, DeletedFilter.EXCLUDE, instant) : null;
  }

  /** Takes a record's row as it has just been written, so that {@link selected} does not read it again. */
  written(entity: VersionedClass, row: WrittenRow): void {
    const platform = this.batches.readers.em.getPlatform();
    const record = rowOf<VersionedEntity>(this.metadata.get(entity) as never, row, platform);
    this.batches.keep(selectedKey(entity, DeletedFilter.INCLUDE, null), record.id, record);
  }

  /**
   * One page of records, of the columns that the operation selects.
   *
   * @param args what the list is asked for with
   * @param query what that means
   */
  page<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    args: PageRequest,
    query: () => ListQuery,
    instant: Instant | null = null,
  ): Loaded<Page<T>> {
    return this.batches.load<string, Page<T>>(listKey(entity, args), '', async () => [
      await this.batches.readers.selecting.at(instant).list(entity, query()),
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
    const isOfOne = query.after != null || query.before != null;
    return this.#load<Page<T>>(parent, instant, {
      by: 'selecting',
      nameAt: (at) => childrenKey(entity, reference, query, at),
      async at(reader, parents) {
        const [page, gaps] = await Promise.all([
          reader.lists(entity, query, reference, parents),
          reader.gapsOfLists(entity, reference, parents),
        ]);
        return (of) => gaps.get(of) ?? page(of);
      },
      ...(!isOfOne && {
        async after(records: RecordsAfter) {
          const [page, gaps] = await Promise.all([
            records.lists(entity, query, reference),
            records.gapsOfLists(entity, reference),
          ]);
          return (changeSet: string) => (of: string) => gaps(changeSet).get(of) ?? page(changeSet)(of);
        },
      }),
    });
  }

  /** The ids a record is linked to through a many-to-many property. */
  linkedIds(entity: VersionedClass, property: string, id: string, instant: Instant | null): Loaded<string[]> {
    return this.#load<string[]>(id, instant, {
      by: 'records',
      nameAt: (at) => linksKey(entity, property, at),
      at: async (reader, ids) => among(await reader.linkedIds(entity, property, ids), []),
      async after(records) {
        const found = await records.linkedIds(entity, property);
        return (changeSet) => among(found(changeSet), []);
      },
    });
  }

  /** What is asked for at the instants of many change sets is read together, as below the states of a page of versions. */
  #load<V>(id: string, instant: Instant | null, { by, nameAt, at, after }: Read<V>): Loaded<V> {
    const name = nameAt(instant);
    const found = this.batches.find<V>(name, id);
    if (found !== undefined) return found;
    // In an operation that has been read ahead there is none: asking for it says that something is missing.
    const reader = () => this.batches.readers[by];
    if (!after || !instant || !('changeSet' in instant)) {
      return this.batches.load<string, V>(name, id, async (ids) => ids.map(await at(reader().at(instant), ids)));
    }
    const { changeSet } = instant;
    return this.batches.load<AfterChangeSet, V>(
      `each ${nameAt(null)}`,
      { changeSet, id },
      async (named) => {
        const of = await after(reader().after(named));
        return named.map((one) => of(one.changeSet)(one.id));
      },
      (one) => `${one.changeSet} ${one.id}`,
    );
  }
}

function reading<T extends VersionedEntity>(
  entity: VersionedClass<T>,
  deleted: DeletedFilter,
): Pick<Read<T>, 'at' | 'after'> {
  return {
    async at(reader, ids) {
      const [found, gaps] = await Promise.all([reader.byIds(entity, ids, deleted), reader.gaps(entity, ids)]);
      return (id) => gaps.get(id) ?? found.get(id) ?? null;
    },
    async after(records) {
      const [found, gaps] = await Promise.all([records.byIds(entity, deleted), records.gaps(entity)]);
      return (changeSet) => (id) => gaps(changeSet).get(id) ?? found(changeSet).get(id) ?? null;
    },
  };
}

function among<V>(found: ReadonlyMap<string, V>, otherwise: V | null): (id: string) => V | null {
  return (id) => found.get(id) ?? otherwise;
}
