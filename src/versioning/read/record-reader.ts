import { type EntityMetadata, type EntityProperty } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { collationOf } from '../model/collation.js';
import { columnKinds } from '../model/column-kinds.js';
import { fieldsOf } from '../model/entity-field.js';
import { type Instant, visibleAt } from './instant.js';
import type { UnreadColumns } from '../model/long-fields.js';
import { type OrderTerm, readKeysetPage } from './keyset-page.js';
import type { Page, PageRequest } from './page.js';
import { isRecordId } from '../values/record-id.js';
import { readPastRecord, shownPastRecord } from './past-record.js';
import { readableColumns, rowOf } from './row.js';
import { typedState } from './typed-state.js';
import { exactUnfit, upToDate } from './upcast.js';
import { softDelete, type VersionedClass } from '../model/map-versioned.js';
import type { VersionedEntity } from '../model/versioned-entity.js';

/** Which records a list holds, by deletion. */
export enum DeletedFilter {
  EXCLUDE = 'EXCLUDE',
  INCLUDE = 'INCLUDE',
  ONLY = 'ONLY',
}

export interface ListQuery extends PageRequest {
  readonly deleted?: DeletedFilter;
  /** Only the records that refer to this one. */
  readonly owner?: { readonly column: string; readonly id: string };
  /** Conditions over the alias `t`. */
  readonly where?: readonly RawBuilder<unknown>[];
  /** By property; records that are equal in all of them follow their ids. */
  readonly order?: readonly { readonly property: string; readonly ascending: boolean }[];
}

/**
 * Reads records without hydrating them. The present comes from the entity's table, the past from the newest version of
 * each record at an instant: two sources of one shape, so that everything above asks in the same way. Columns that are
 * left unread are undefined in the records.
 */
export class RecordReader {
  constructor(
    private readonly em: SqlEntityManager,
    readonly instant: Instant | null = null,
    private readonly unread: UnreadColumns = () => none,
  ) {}

  /** The same reader at an instant of the past; null is the present. */
  at(instant: Instant | null): RecordReader {
    return new RecordReader(this.em, instant, this.unread);
  }

  /** Records by id; unknown ids, other tenants' and malformed ones are left out alike. */
  async byIds<T extends VersionedEntity>(
    entity: VersionedClass<T>,
    ids: readonly string[],
    deleted: DeletedFilter = DeletedFilter.EXCLUDE,
  ): Promise<Map<string, T>> {
    const meta = this.metaOf(entity);
    const wanted = ids.filter((id) => isRecordId(id));
    if (wanted.length === 0) return new Map();
    const { rows } = await sql<Record<string, unknown>>`
      select ${this.columns(meta)} from ${this.source(meta, these(wanted))} t
      where t.id = any (${wanted}::uuid[]) and ${deletion(deleted)}`.execute(this.em.getKysely());
    return new Map(rows.map((raw) => [raw.id as string, this.toRecord<T>(meta, raw)]));
  }

  /** One page of the records that satisfy a query. */
  async list<T extends VersionedEntity>(entity: VersionedClass<T>, query: ListQuery): Promise<Page<T>> {
    const meta = this.metaOf(entity);
    const { owner, where = [], deleted = DeletedFilter.EXCLUDE } = query;
    const order = [...(query.order ?? []), { property: 'id', ascending: true }];
    const always = [deletion(deleted), ...(owner ? [refersTo('t', owner, this.instant ? 'text' : 'uuid')] : [])];
    const list = this.instant ? this.pastList(meta, always, owner) : { from: sql`${sql.table(meta.tableName)} t` };
    return readKeysetPage(this.em, {
      scope: `${meta.tableName}:${order.map((term) => term.property).join()}`,
      select: this.columns(meta),
      where: this.instant ? where : [...always, ...where],
      order: order.map((term) => this.orderTerm(meta, term)),
      page: query,
      toItem: (raw) => this.toRecord<T>(meta, raw),
      ...list,
      ...(where.length > 0 && { counted: list.from }),
    });
  }

  /** The ids each record is linked to through a many-to-many property, by record id. */
  async linkedIds(entity: VersionedClass, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
    const meta = this.metaOf(entity);
    const field = fieldsOf(meta).find(({ property: { name } }) => name === property)!;
    const { joinColumns, inverseJoinColumns, pivotTable } = field.property;
    const owner = sql.ref(`l.${joinColumns[0]}`);
    const target = sql.ref(`l.${inverseJoinColumns[0]}`);
    const present = sql`
      select ${owner} as owner, ${target} as target from ${sql.table(pivotTable)} l where ${owner} = any (${ids}::uuid[])`;
    const past = this.instant
      ? sql`select v.entity_id as owner, target
          from ${this.newestVersions(meta, these(ids))} v
          cross join lateral jsonb_array_elements_text(
            case jsonb_typeof(v.snapshot -> ${field.column}) when 'array' then v.snapshot -> ${field.column} end) target`
      : null;
    const { rows } = await sql<{ owner: string; target: string }>`${past ?? present} order by target`.execute(
      this.em.getKysely(),
    );
    const linked = new Map<string, string[]>(ids.map((id) => [id, []]));
    for (const { owner: id, target: linkedId } of rows) if (isRecordId(linkedId)) linked.get(id)!.push(linkedId);
    return linked;
  }

  private columns(meta: EntityMetadata): RawBuilder<unknown> {
    const columns = readableColumns(meta, 't', this.em.getPlatform(), this.unread(meta));
    return this.instant ? sql`${columns}, ${exactUnfit(meta, sql.ref('t.$unfit'))} as "$unfit"` : columns;
  }

  private orderTerm(
    meta: EntityMetadata,
    { property, ascending }: { property: string; ascending: boolean },
  ): OrderTerm {
    const mapped = meta.properties[property as never] as EntityProperty;
    const { fieldNames, columnTypes, nullable, primary } = mapped;
    const collation = collationOf(meta, mapped);
    return {
      expression: sql.ref(`t.${fieldNames[0]}`),
      type: columnTypes[0]!,
      ascending,
      // What is required now may be missing in an old version.
      required: primary === true || (!this.instant && !nullable),
      ...(collation !== undefined && { collation }),
    };
  }

  private metaOf(entity: VersionedClass): EntityMetadata {
    return this.em.getMetadata().get(entity) as EntityMetadata;
  }

  private toRecord<T>(meta: EntityMetadata, raw: Record<string, unknown>): T {
    const platform = this.em.getPlatform();
    if (!this.instant) return rowOf<T>(meta, raw, platform);
    const record = shownPastRecord(meta, readPastRecord(meta, raw, platform));
    instants.set(record, this.instant);
    return record as T;
  }

  /** @param candidates SQL that gives the ids of all records that may be wanted; the present needs none */
  private source(meta: EntityMetadata, candidates: RawBuilder<unknown>): RawBuilder<unknown> {
    return this.instant ? typed(meta, this.newestVersions(meta, candidates)) : sql.table(meta.tableName);
  }

  /** A list of the past; what always holds of it is asked of the bare snapshots, since typing them costs most. */
  private pastList(meta: EntityMetadata, always: readonly RawBuilder<unknown>[], owner: ListQuery['owner']) {
    const versions = this.newestVersions(meta, owner ? everReferringTo(meta, owner) : everKnown(meta));
    // As text: whatever stands there, comparing it does not fail.
    const columns = ['deleted_at', ...(owner ? [owner.column] : [])].map(
      (column) => sql`v.snapshot ->> ${sql.lit(column)} as ${sql.id(column)}`,
    );
    const matching = sql`(
      select v.* from ${versions} v cross join lateral (select ${sql.join(columns)}) t
      where ${sql.join(always, sql` and `)})`;
    return { from: sql`${typed(meta, matching)} t`, counted: sql`${matching} t` };
  }

  /** For each candidate its newest version at the instant, by the key of versions: how many there are of others does not matter. */
  private newestVersions(meta: EntityMetadata, candidates: RawBuilder<unknown>): RawBuilder<unknown> {
    return sql`(
      select c.id as entity_id, newest.version, newest.snapshot from (${candidates} order by 1) c (id)
      cross join lateral (
        select v.version, ${upToDate(meta, 'v')} as snapshot from entity_version v
        where v.entity_id = c.id and v.entity_type = ${meta.tableName} and ${visibleAt(this.instant!, sql.ref('v.xid'))}
        order by v.version desc limit 1) newest)`;
  }
}

/**
 * Snapshots as rows of their table. The id is the version's, so that a page in its order ends before all are looked at, and
 * so is its number.
 */
function typed(meta: EntityMetadata, versions: RawBuilder<unknown>): RawBuilder<unknown> {
  const columns = meta.props
    .filter(({ kind, persist, primary, version }) => !primary && !version && persist !== false && columnKinds.has(kind))
    .flatMap(({ fieldNames }) => fieldNames.map((column) => sql`(r.value).${sql.id(column)}`));
  return sql`(
    select v.entity_id as id, v.version, ${sql.join(columns)}, r.unfit as "$unfit" from ${versions} v
    cross join lateral ${typedState(meta, sql`v.snapshot`)} r)`;
}

function these(ids: readonly string[]): RawBuilder<unknown> {
  return sql`select distinct id from unnest(${ids}::uuid[]) id`;
}

function refersTo(alias: string, { column, id }: { column: string; id: string }, type = 'uuid'): RawBuilder<unknown> {
  return sql`${sql.ref(`${alias}.${column}`)} = ${id}::${sql.raw(type)}`;
}

/** The records that refer to an owner, or did so at some time. */
function everReferringTo(meta: EntityMetadata, owner: { column: string; id: string }): RawBuilder<unknown> {
  return sql`
    select l.id from ${sql.table(meta.tableName)} l where ${refersTo('l', owner)}
    union select p.entity_id from past_reference p where p.target_id = ${owner.id}::uuid and p.entity_type = ${meta.tableName}`;
}

/** The records that are there, or have been. */
function everKnown(meta: EntityMetadata): RawBuilder<unknown> {
  return sql`
    select l.id from ${sql.table(meta.tableName)} l
    union select d.entity_id from tombstone d where d.entity_type = ${meta.tableName}`;
}

const none: ReadonlySet<string> = new Set();

const instants = new WeakMap<object, Instant>();

/** The instant a record was read at; null is the present. */
export function instantOf(record: object): Instant | null {
  return instants.get(record) ?? null;
}

/** Binds a record made from a snapshot to the instant of its version, so that its relations are read there. */
export function setInstant(record: object, instant: Instant): void {
  instants.set(record, instant);
}

function deletion(deleted: DeletedFilter): RawBuilder<unknown> {
  if (deleted === DeletedFilter.INCLUDE) return sql`true`;
  return deleted === DeletedFilter.ONLY ? sql`not ${sql.raw(softDelete.sql('t'))}` : sql.raw(softDelete.sql('t'));
}
