import type { EntityMetadata, Platform } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { collationOf } from '../../model/collation.js';
import { DeletedFilter } from '../lists/deleted-filter.js';
import { columnOf, modelOf } from '../../model/entity-model.js';
import { KeysetList } from '../lists/keyset-list.js';
import type { OrderTerm } from '../lists/keyset-order.js';
import { linkedIn } from './linked-in.js';
import type { ListQuery } from '../lists/list-query.js';
import type { Instant } from '../instants/instant.js';
import { setInstant } from '../instants/instant-of.js';
import { readPastRecord, shownPastRecord } from '../states/past-record.js';
import { comparableVersions, typedVersions } from './past-columns.js';
import { everKnown, everReferringTo, matchingVersions, newestVersions, versionsThere } from './past-rows.js';
import type { RawRow, ReadStatement } from '../statements/read-statement.js';
import { readingAll, type Reading } from '../rows/reading.js';
import { isRecordId } from '../../values/record-id.js';
import { readableColumns } from '../rows/readable-columns.js';
import { rowDecoder } from '../rows/row-decoder.js';
import { type Instants, instantsOfRows, statementAt } from '../instants/statement-at.js';
import { exactUnfit } from '../states/upcast.js';
import { softDelete } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { isOwn } from '../../session/own-rows.js';
import { parentsAmong } from '../lists/parents-among.js';

/** How records of an entity refer to those who have a list of them each. */
export interface Parents {
  /** The column of the records that refers to a parent. */
  readonly column: string;
  /** SQL for the parents' ids, a `uuid[]`. */
  readonly ids: RawBuilder<unknown>;
}

/**
 * The statements that read records, of the present or of an instant: two sources of one shape. In the past, each record is
 * as its newest version at the instant. They take ids as SQL for a `uuid[]`: those that somebody names, or those that
 * another statement hands down.
 */
export class RecordStatements {
  constructor(
    private readonly platform: Platform,
    readonly instants: Instants | null = null,
    readonly reading: Reading = readingAll,
  ) {}

  /** The same statements as of another instant, or of many. */
  at(instants: Instants | null): RecordStatements {
    return new RecordStatements(this.platform, instants, this.reading);
  }

  /** Records by id. */
  byIds<T extends VersionedEntity>(
    meta: EntityMetadata,
    ids: RawBuilder<unknown>,
    deleted: DeletedFilter,
  ): ReadStatement<Map<string, T>> {
    const decode = this.#decoder<T>(meta);
    const columns = this.#columns(meta);
    return {
      statement: this.instants
        ? statementAt(
            this.instants,
            sql`select ${columns} from ${typedVersions(meta, pastAmong(meta, ids, deleted), this.#linksRead(meta))} t`,
          )
        : sql`select ${columns} from ${sql.table(meta.tableName)} t where ${isOwn('t')} and t.id = any (${ids}) and ${deletion(deleted)}`,
      decode: (rows, binding) => {
        const instantOf = instantsOfRows(this.instants, binding);
        return new Map(rows.map((row) => decode(row, instantOf(row))).map((record) => [record.id, record]));
      },
    };
  }

  /** The list of the records that satisfy a query, or the lists of those of them that refer to each parent. */
  list<T extends VersionedEntity>(meta: EntityMetadata, query: ListQuery, parents?: Parents): KeysetList<T> {
    const { where = [], deleted = DeletedFilter.EXCLUDE } = query;
    const order = [...(query.order ?? []), { property: 'id', ascending: true }];
    const own = parents && sql`${sql.ref(`t.${parents.column}`)} = parent.id${sql.raw(this.instants ? '::text' : '')}`;
    const always = [deletion(deleted), ...(own ? [own] : [])];
    const list = this.instants
      ? this.#pastList(meta, query, always, parents)
      : { from: sql`${sql.table(meta.tableName)} t` };
    return new KeysetList({
      scope: `${meta.tableName}:${order.map((term) => term.property).join()}`,
      select: this.#columns(meta),
      where: this.instants ? where : [isOwn('t'), ...always, ...where],
      order: order.map((term) => this.#orderTerm(meta, term)),
      instants: this.instants,
      page: query,
      toItem: this.#decoder<T>(meta),
      withoutCursors: !this.reading.cursors,
      isSteady: where.length === 0,
      ...list,
      ...(parents && { parents: parentsAmong(parents.ids) }),
    });
  }

  /** The ids (`target`) that records (`owner`) are linked to through a many-to-many property, by record. */
  links(meta: EntityMetadata, property: string, ids: RawBuilder<unknown>): ReadStatement<Map<string, string[]>> {
    return {
      statement: statementAt(this.instants, sql`${this.#linked(meta, property, ids)} order by target`),
      decode(rows) {
        const linked = Map.groupBy(rows as { owner: string; target: string }[], ({ owner }) => owner);
        return new Map([...linked].map(([owner, of]) => [owner, of.map(({ target }) => target).filter(isRecordId)]));
      },
    };
  }

  #linked(meta: EntityMetadata, property: string, ids: RawBuilder<unknown>): RawBuilder<RawRow> {
    const field = modelOf(meta).fields.find((one) => one.property === property)!;
    if (this.instants) {
      const versions = newestVersions(meta, sql`select distinct id from unnest(${ids}) id`);
      return linkedIn(sql`(select v.entity_id, v.snapshot from ${versions} v)`, field.column);
    }
    const link = field.link!;
    const owner = sql.ref(`l.${link.owner}`);
    const target = sql.ref(`l.${link.target}`);
    return sql`
      select ${owner} as owner, ${target} as target from ${sql.table(link.table)} l
      where ${isOwn('l')} and ${owner} = any (${ids})`;
  }

  #columns(meta: EntityMetadata): RawBuilder<unknown> {
    const columns = readableColumns(meta, 't', this.platform, this.reading.unread(meta));
    return this.instants ? sql`${columns}, ${exactUnfit(sql.ref('t.$unfit'))} as "$unfit", t."$links"` : columns;
  }

  /** The columns of the links that somebody asks for: a version holds them, so that nobody need look for it again. */
  #linksRead(meta: EntityMetadata): string[] {
    const unread = this.reading.unread(meta);
    return modelOf(meta).fields.flatMap(({ kind, column, property }) =>
      kind === 'links' && !unread.has(property) ? [column] : [],
    );
  }

  #orderTerm(meta: EntityMetadata, { property, ascending }: { property: string; ascending: boolean }): OrderTerm {
    const ordered = columnOf(meta, property);
    const collation = collationOf(meta, ordered);
    return {
      expression: sql.ref(`t.${ordered.column}`),
      type: ordered.type,
      ascending,
      // What is required now may be missing in an old version.
      required: property === 'id' || (!this.instants && !ordered.isNullable),
      ...(collation !== undefined && { collation }),
    };
  }

  #decoder<T>(meta: EntityMetadata): (row: RawRow, instant: Instant | null) => T {
    if (!this.instants) return rowDecoder<T>(meta, this.platform, this.reading.unread(meta));
    return (row, instant) => {
      const record = shownPastRecord(meta, readPastRecord(meta, row, this.platform));
      setInstant(record, instant!);
      return record as T;
    };
  }

  /** A list of the past; what always holds of it is asked of the bare snapshots, since typing them costs most. */
  #pastList(meta: EntityMetadata, query: ListQuery, always: readonly RawBuilder<unknown>[], parents?: Parents) {
    const { where = [], deleted = DeletedFilter.EXCLUDE } = query;
    const compared = this.#compared(meta, query);
    const candidates = parents ? [everReferringTo(meta, parents.column)] : everKnown(meta);
    const columns = ['deleted_at', ...(parents ? [parents.column] : [])];
    const among = (ids: RawBuilder<unknown>) => matchingVersions(versionsThere(meta, ids, deleted), columns, always);
    const parts = candidates.map((ids) => {
      const rows = sql`select * from ${comparableVersions(meta, among(ids), compared)} t`;
      return { rows: () => rows };
    });
    return {
      from: { alias: 't', parts },
      // Of a filtered list, what it is filtered by must be there.
      ...(where.length === 0 && { counted: sql`${among(sql.join([...candidates], sql` union all `))} t` }),
      whole: (rows: RawBuilder<unknown>) => typedVersions(meta, rows, this.#linksRead(meta)),
    };
  }

  /** The columns that a list is filtered and ordered by; undefined where that may be any. */
  #compared(meta: EntityMetadata, { where = [], columns, order = [] }: ListQuery): ReadonlySet<string> | undefined {
    if (where.length > 0 && !columns) return undefined;
    return new Set([...(columns ?? []), ...order.map(({ property }) => columnOf(meta, property).column)]);
  }
}

/** SQL: the records with these ids as they were; whether they were deleted is asked of the bare snapshots. */
function pastAmong(meta: EntityMetadata, ids: RawBuilder<unknown>, deleted: DeletedFilter): RawBuilder<unknown> {
  const there = versionsThere(meta, sql`select distinct id from unnest(${ids}) id`, deleted);
  return comparableVersions(meta, matchingVersions(there, ['deleted_at'], [deletion(deleted)]), new Set());
}

function deletion(deleted: DeletedFilter): RawBuilder<unknown> {
  if (deleted === DeletedFilter.INCLUDE) return sql`true`;
  return deleted === DeletedFilter.ONLY ? sql`not ${sql.raw(softDelete.sql('t'))}` : sql.raw(softDelete.sql('t'));
}
