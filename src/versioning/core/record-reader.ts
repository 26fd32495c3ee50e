import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { fieldsOf } from './entity-field.js';
import { type Instant, visibleAt } from './instant.js';
import { type OrderTerm, readKeysetPage } from './keyset-page.js';
import type { Page, PageRequest } from './page.js';
import { isRecordId } from './record-id.js';
import { readableColumns, rowOf } from './row.js';
import { softDelete, type VersionedClass } from './versioned.js';
import type { VersionedEntity } from './versioned-entity.js';

/** Which records a list holds, by deletion. */
export enum DeletedFilter {
  EXCLUDE = 'EXCLUDE',
  INCLUDE = 'INCLUDE',
  ONLY = 'ONLY',
}

export interface ListQuery extends PageRequest {
  readonly deleted?: DeletedFilter;
  /** Conditions over the alias `t`. */
  readonly where?: readonly RawBuilder<unknown>[];
  /** By property; records that are equal in all of them follow their ids. */
  readonly order?: readonly { readonly property: string; readonly ascending: boolean }[];
}

/**
 * Reads records without hydrating them. The present comes from the entity's table, the past from the newest version of
 * each record at an instant: two sources of one shape, so that everything above asks in the same way.
 */
export class RecordReader {
  constructor(
    private readonly em: SqlEntityManager,
    readonly instant: Instant | null = null,
  ) {}

  /** The same reader at an instant of the past; null is the present. */
  at(instant: Instant | null): RecordReader {
    return new RecordReader(this.em, instant);
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
      select ${readableColumns(meta, 't', this.em.getPlatform())} from ${this.source(meta, sql`entity_id = any (${wanted}::uuid[])`)} t
      where t.id = any (${wanted}::uuid[]) and ${deletion(deleted)}`.execute(this.em.getKysely());
    return new Map(rows.map((raw) => [raw.id as string, this.toRecord<T>(meta, raw)]));
  }

  /** One page of the records that satisfy a query. */
  async list<T extends VersionedEntity>(entity: VersionedClass<T>, query: ListQuery): Promise<Page<T>> {
    const meta = this.metaOf(entity);
    const order = [...(query.order ?? []), { property: 'id', ascending: true }];
    return readKeysetPage(this.em, {
      scope: `${meta.tableName}:${order.map((term) => term.property).join()}`,
      select: readableColumns(meta, 't', this.em.getPlatform()),
      from: sql`${this.source(meta)} t`,
      where: [deletion(query.deleted ?? DeletedFilter.EXCLUDE), ...(query.where ?? [])],
      order: order.map((term) => orderTerm(meta, term)),
      page: query,
      toItem: (raw) => this.toRecord<T>(meta, raw),
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
      ? sql`select v.entity_id as owner, target::uuid as target
          from ${this.newestVersions(meta, sql`entity_id = any (${ids}::uuid[])`)} v
          cross join lateral jsonb_array_elements_text(v.snapshot -> ${field.column}) target`
      : null;
    const { rows } = await sql<{ owner: string; target: string }>`${past ?? present} order by target`.execute(
      this.em.getKysely(),
    );
    const linked = new Map<string, string[]>(ids.map((id) => [id, []]));
    for (const row of rows) linked.get(row.owner)!.push(row.target);
    return linked;
  }

  private metaOf(entity: VersionedClass): EntityMetadata {
    return this.em.getMetadata().get(entity) as EntityMetadata;
  }

  private toRecord<T>(meta: EntityMetadata, raw: Record<string, unknown>): T {
    const record = rowOf<T & object>(meta, raw, this.em.getPlatform());
    if (this.instant) instants.set(record, this.instant);
    return record;
  }

  private source(meta: EntityMetadata, versions: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
    if (!this.instant) return sql.table(meta.tableName);
    return sql`(
      select r.* from ${this.newestVersions(meta, versions)} v
      cross join lateral jsonb_populate_record(null::${sql.table(meta.tableName)}, v.snapshot) r)`;
  }

  private newestVersions(meta: EntityMetadata, versions: RawBuilder<unknown>): RawBuilder<unknown> {
    return sql`(
      select distinct on (entity_id) entity_id, snapshot from entity_version
      where entity_type = ${meta.tableName} and ${versions} and ${visibleAt(this.instant!, sql.ref('xid'))}
      order by entity_id, version desc)`;
  }
}

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

function orderTerm(meta: EntityMetadata, { property, ascending }: { property: string; ascending: boolean }): OrderTerm {
  const { fieldNames, columnTypes } = meta.properties[property as never] as EntityMetadata['props'][number];
  return { expression: sql.ref(`t.${fieldNames[0]}`), type: columnTypes[0]!, ascending };
}
