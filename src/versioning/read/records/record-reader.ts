import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { DeletedFilter } from '../lists/deleted-filter.js';
import type { AfterChangeSet } from '../instants/each-instant.js';
import type { Instant } from '../instants/instant.js';
import { type HistoryGaps, historyGaps } from './history-gaps.js';
import type { FoundInPast } from './lacking-history.js';
import { RecordsAfter } from './records-after.js';
import { readKeysetPages } from '../lists/keyset-page.js';
import type { ListQuery } from '../lists/list-query.js';
import type { Page } from '../lists/page.js';
import { type Reading, readingAll } from '../rows/reading.js';
import { entityOf } from '../../model/entities.js';
import { columnOf } from '../../model/entity-model.js';
import { isRecordId } from '../../values/record-id.js';
import { anyValues } from '../../session/any-value.js';
import { RecordStatements } from './record-statements.js';
import { asking } from '../statements/asking.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';

/** Reads records without hydrating them, of the present or of an instant, in the transaction of an entity manager. */
export class RecordReader {
  private readonly statements: RecordStatements;

  constructor(
    private readonly em: SqlEntityManager,
    private readonly instant: Instant | null = null,
    private readonly reading: Reading = readingAll,
  ) {
    this.statements = new RecordStatements(em.getPlatform(), instant, reading);
  }

  /** The same reader at an instant of the past; null is the present. */
  at(instant: Instant | null): RecordReader {
    return new RecordReader(this.em, instant, this.reading);
  }

  /** Reads at the instants right after many change sets. @param named what is read at which of them */
  after(named: readonly AfterChangeSet[]): RecordsAfter {
    return new RecordsAfter(this.em, named, this.reading);
  }

  /** Records by id; unknown ids, other tenants' and malformed ones are left out alike. */
  async byIds<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    ids: readonly string[],
    deleted: DeletedFilter = DeletedFilter.EXCLUDE,
  ): Promise<Map<string, T>> {
    const wanted = ids.filter((id) => isRecordId(id));
    if (wanted.length === 0) return new Map();
    const { statement, decode } = this.statements.byIds<T>(this.metaOf(entity), anyValues(wanted, 'uuid'), deleted);
    return decode(await asking(this.em)(statement));
  }

  /** One page of the records that satisfy a query. */
  async list<T extends VersionedEntity>(entity: VersionedClass<T>, query: ListQuery): Promise<Page<T>> {
    const list = this.statements.list<T>(this.metaOf(entity), query);
    return (await readKeysetPages(asking(this.em), list))();
  }

  /**
   * Of each parent, one page of the records that refer to it and satisfy a query.
   *
   * @param reference the property that refers to a parent
   */
  async lists<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    query: ListQuery,
    reference: string,
    parents: readonly string[],
  ): Promise<(parent: string) => Page<T>> {
    const meta = this.metaOf(entity);
    const { column } = columnOf(meta, reference);
    const list = this.statements.list<T>(meta, query, { column, ids: anyValues(parents, 'uuid') });
    return readKeysetPages(asking(this.em), list);
  }

  /** The ids each record is linked to through a many-to-many property, by record id. */
  async linkedIds(entity: VersionedClass, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
    const { statement, decode } = this.statements.links(this.metaOf(entity), property, anyValues(ids, 'uuid'));
    const linked = decode(await asking(this.em)(statement));
    return new Map(ids.map((id) => [id, linked.get(id) ?? []]));
  }

  /** Why some records cannot be told of at the instant, by their ids. */
  async gaps(entity: VersionedClass, ids: readonly string[]): Promise<HistoryGaps> {
    return this.#gaps(entity, {
      ids: anyValues(
        ids.filter((id) => isRecordId(id)),
        'uuid',
      ),
    });
  }

  /** Why the records that refer to some parents cannot be told of at the instant, by the parents' ids. */
  async gapsOfLists(entity: VersionedClass, reference: string, parents: readonly string[]): Promise<HistoryGaps> {
    const meta = this.metaOf(entity);
    const { column } = columnOf(meta, reference);
    return this.#gaps(entity, { meta, column, parents: anyValues(parents, 'uuid') });
  }

  async #gaps(entity: VersionedClass, found: FoundInPast): Promise<HistoryGaps> {
    if (!this.instant) return new Map();
    const { statement, decode } = historyGaps(this.instant, this.metaOf(entity), found);
    return decode(await asking(this.em)(statement));
  }

  private metaOf(entity: VersionedClass): EntityMetadata {
    return entityOf(this.em, entity);
  }
}
