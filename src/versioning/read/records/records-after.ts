import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { entityOf } from '../../model/entities.js';
import { columnOf } from '../../model/entity-model.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { isRecordId } from '../../values/record-id.js';
import type { DeletedFilter } from '../lists/deleted-filter.js';
import { type AfterChangeSet, EachInstant } from '../instants/each-instant.js';
import type { ListQuestion } from '../lists/keyset-list.js';
import type { ListQuery } from '../lists/list-query.js';
import type { Page } from '../lists/page.js';
import { asking } from '../statements/asking.js';
import type { RawRow } from '../statements/read-statement.js';
import type { Reading } from '../rows/reading.js';
import { type HistoryGaps, historyGaps } from './history-gaps.js';
import type { FoundInPast } from './lacking-history.js';
import { RecordStatements } from './record-statements.js';

/** What is found at the instant right after each change set. */
type Found<T> = (changeSet: string) => T;

/** Reads records that are named at the instants right after many change sets, in one statement for all of them. */
export class RecordsAfter {
  readonly #each: EachInstant;
  readonly #statements: RecordStatements;

  constructor(
    private readonly em: SqlEntityManager,
    named: readonly AfterChangeSet[],
    reading: Reading,
  ) {
    const asked = named.filter(({ id }) => isRecordId(id));
    const [changeSets, ids] = [asked.map(({ changeSet }) => changeSet), asked.map(({ id }) => id)];
    this.#each = EachInstant.of(sql`${changeSets}::uuid[]`, sql`${ids}::uuid[]`);
    this.#statements = new RecordStatements(em.getPlatform(), this.#each, reading);
  }

  /** The records themselves, by id; unknown ones are left out. */
  async byIds<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    deleted: DeletedFilter,
  ): Promise<Found<ReadonlyMap<string, T>>> {
    const { statement, decode } = this.#statements.byIds<T>(this.#metaOf(entity), EachInstant.ids, deleted);
    return found(await asking(this.em)(statement), decode);
  }

  /** What they are linked to through a many-to-many property, by their ids. */
  async linkedIds(entity: VersionedClass, property: string): Promise<Found<ReadonlyMap<string, string[]>>> {
    const { statement, decode } = this.#statements.links(this.#metaOf(entity), property, EachInstant.ids);
    return found(await asking(this.em)(statement), decode);
  }

  /**
   * A page of the records that refer to each of them.
   *
   * @param query without a cursor, which is of one instant
   * @param reference the property that refers to them
   */
  async lists<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    query: ListQuery,
    reference: string,
  ): Promise<Found<(parent: string) => Page<T>>> {
    const meta = this.#metaOf(entity);
    const { column } = columnOf(meta, reference);
    const list = this.#statements.list<T>(meta, query, { column, ids: EachInstant.ids });
    const ask = asking(this.em);
    const answers = new Map<ListQuestion, Promise<ReadonlyMap<string, readonly RawRow[]>>>();
    const answer = (question: ListQuestion) => {
      const known = answers.get(question) ?? ask(list.asks(question)!).then(EachInstant.split);
      answers.set(question, known);
      return known;
    };
    const rows = EachInstant.split(await ask(list.page()));
    return (changeSet) =>
      list.pages(rows.get(changeSet) ?? [], async (question) => (await answer(question)).get(changeSet) ?? []);
  }

  /** Why some of the records cannot be told of, by their ids. */
  gaps(entity: VersionedClass): Promise<Found<HistoryGaps>> {
    return this.#gaps(this.#metaOf(entity), { ids: EachInstant.ids });
  }

  /** Why the records that refer to some of them cannot be told of, by those to whom they do. */
  gapsOfLists(entity: VersionedClass, reference: string): Promise<Found<HistoryGaps>> {
    const meta = this.#metaOf(entity);
    const { column } = columnOf(meta, reference);
    return this.#gaps(meta, { meta, column, parents: EachInstant.ids });
  }

  async #gaps(meta: EntityMetadata, lacking: FoundInPast): Promise<Found<HistoryGaps>> {
    const { statement, decode } = historyGaps(this.#each, meta, lacking);
    return found(await asking(this.em)(statement), decode);
  }

  #metaOf(entity: VersionedClass): EntityMetadata {
    return entityOf(this.em, entity);
  }
}

function found<T>(rows: readonly RawRow[], decode: (rows: readonly RawRow[]) => T): Found<T> {
  const split = EachInstant.split(rows);
  const decoded = new Map([...split].map(([changeSet, of]) => [changeSet, decode(of)]));
  return (changeSet) => decoded.get(changeSet) ?? decode([]);
}
