import { type Collection, type EntityMetadata, raw } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { deletedWith } from './cascade.js';
import { fieldValue } from '../read/diff.js';
import { type EntityField, fieldsOf } from '../model/entity-field.js';
import { DomainError } from '../errors/domain-error.js';
import { checkLinks } from '../model/most-links.js';
import { checkFieldValue, checkStoredValue, type FieldValues } from '../model/field-value.js';
import { InTurn } from './in-turn.js';
import { expectState, lockRecord } from './locked-record.js';
import { Operation } from '../model/operation.js';
import { ownersFirst } from '../model/owned-relation.js';
import { isRecordId } from '../values/record-id.js';
import type { Recording } from './recording.js';
import type { State } from '../read/state.js';
import { readState } from '../read/state-reader.js';
import { versionValues } from '../read/version-value.js';
import { withUnseenLinks } from './unseen-links.js';
import type { VersionedClass } from '../model/map-versioned.js';
import type { VersionedEntity } from '../model/versioned-entity.js';

/** What a change did. */
export interface Changed {
  readonly id: string;
  /** The change set, or null where nothing changed and so nothing was written. */
  readonly changeSetId: string | null;
}

/**
 * The changes that can be made to versioned records inside {@link recordChanges}. Each locks its record, compares the
 * version, changes and flushes; the transaction as a whole commits or not.
 *
 * All throw DomainError: NOT_FOUND for an unknown id, BAD_USER_INPUT for a value that cannot be stored, CONFLICT for a
 * version or state other than expected.
 */
export class Changes {
  /** @param recording of the transaction; purges and legal holds, which are made out of these changes, belong to it too */
  constructor(
    readonly em: SqlEntityManager,
    readonly recording: Recording,
  ) {}

  /** Makes a record with version 1. */
  @InTurn
  async create(entity: VersionedClass, values: FieldValues): Promise<Changed> {
    const meta = this.metaOf(entity);
    const missing = fieldsOf(meta).find(({ name, property }) => isRequired(property) && values[name] == null);
    if (missing) throw new DomainError('BAD_USER_INPUT', `${missing.name} is required.`, { field: missing.name });
    const record = new entity();
    checkLinks(meta, record, values);
    await this.assign(meta, record, values);
    this.em.persist(record);
    return this.flush(record);
  }

  /** Changes some fields of a living record. */
  @InTurn
  async update(entity: VersionedClass, id: string, expectedVersion: number, patch: FieldValues): Promise<Changed> {
    const meta = this.metaOf(entity);
    const record = await lockRecord(this.em, entity, id, Object.keys(patch));
    const wanted = await withUnseenLinks(this.em, meta, record, patch);
    await expectState(this.em, record, expectedVersion, wanted, { deleted: false });
    checkLinks(meta, record, patch);
    await this.assign(meta, record, wanted);
    return this.flush(record);
  }

  /** Deletes a record softly, with all that it owns. */
  @InTurn
  async delete(entity: VersionedClass, id: string, expectedVersion: number): Promise<Changed> {
    const record = await lockRecord(this.em, entity, id);
    await expectState(this.em, record, expectedVersion, {}, { deleted: false });
    this.recording.intents.set(record, { operation: Operation.DELETE });
    this.em.remove(record);
    return this.flush(record);
  }

  /**
   * Brings back a deleted record and exactly what its deletion took along.
   *
   * @param patch changes to make in the same step, to settle a unique key that is taken by now
   */
  @InTurn
  async restore(
    entity: VersionedClass,
    id: string,
    expectedVersion: number,
    patch: FieldValues = {},
  ): Promise<Changed> {
    const meta = this.metaOf(entity);
    const record = await lockRecord(this.em, entity, id, Object.keys(patch));
    const wanted = await withUnseenLinks(this.em, meta, record, patch);
    await expectState(this.em, record, expectedVersion, wanted, { deleted: true });
    checkLinks(meta, record, patch);
    for (const child of await deletedWith(this.em, record)) {
      this.recording.intents.set(child, { operation: Operation.RESTORE, causeId: record.id });
      undelete(child);
    }
    this.recording.intents.set(record, { operation: Operation.RESTORE, patched: Object.keys(patch) });
    undelete(record);
    await this.assign(meta, record, wanted);
    return this.flush(record);
  }

  /** Makes a living record's state equal to that of an earlier version, as a new version. Sensitive values stay. */
  @InTurn
  async revert(entity: VersionedClass, id: string, expectedVersion: number, toVersion: number): Promise<Changed> {
    const meta = this.metaOf(entity);
    const fields = fieldsOf(meta).filter((field) => !field.sensitive);
    const record = await lockRecord(
      this.em,
      entity,
      id,
      fields.map((field) => field.name),
    );
    const target = await readState(this.em, meta, { entityId: id, version: toVersion });
    const values = Object.fromEntries(target ? fields.map((field) => [field.name, fieldValue(field, target)]) : []);
    await expectState(this.em, record, expectedVersion, values, { deleted: false });
    if (!target) throw new DomainError('NOT_FOUND', `There is no version ${toVersion} of this ${meta.className}.`);
    refuseUnfit(fields, target, toVersion);
    await this.assign(meta, record, values, checkStoredValue);
    const written = await versionValues(this.em, meta, { entityId: id, version: toVersion });
    // What only reads differently in SQL is no change to the ORM.
    if (written.size > 0) record.updatedAt = raw('clock_timestamp()');
    this.recording.intents.set(record, { operation: Operation.REVERT, written });
    return this.flush(record);
  }

  /**
   * Locks records ahead of their changes, in one order for all operations: owners before what they own, as a deletion
   * comes by them, then by id. So operations on many records queue up instead of running into deadlocks. Unknown ids are
   * no error here.
   *
   * @param records ids by entity
   */
  @InTurn
  async lockAhead(records: ReadonlyMap<VersionedClass, ReadonlySet<string>>): Promise<void> {
    const ids = new Map(
      [...records].map(([entity, of]) => [this.metaOf(entity), [...of].filter((id) => isRecordId(id))]),
    );
    for (const meta of ownersFirst([...ids.keys()])) {
      await sql`select id from ${sql.table(meta.tableName)} where id = any (${ids.get(meta)}::uuid[])
        order by id for update`.execute(this.em.getKysely());
    }
  }

  private metaOf(entity: VersionedClass): EntityMetadata {
    return this.em.getMetadata().get(entity) as EntityMetadata;
  }

  /** What can be refused, and what takes time, comes first: no record is left half assigned. */
  private async assign(
    meta: EntityMetadata,
    record: VersionedEntity,
    values: FieldValues,
    check = checkFieldValue,
  ): Promise<void> {
    const given = fieldsOf(meta).filter(({ name }) => values[name] !== undefined);
    for (const field of given) check(field, values[field.name]);
    const wanted: [EntityField, unknown][] = [];
    for (const field of given) wanted.push([field, await this.toProperty(field, values[field.name])]);
    const properties = record as unknown as Record<string, unknown>;
    for (const [{ kind, property }, value] of wanted) {
      if (kind !== 'links') properties[property.name] = value;
      else setLinks(properties[property.name] as Collection<VersionedEntity>, value as VersionedEntity[]);
    }
  }

  /** A field's value as its property holds it. */
  private async toProperty(field: EntityField, value: unknown): Promise<unknown> {
    const { kind, sensitive } = field;
    if (kind === 'links') return [...new Set((value ?? []) as string[])].map((id) => this.reference(field, id));
    if (value === null) return null;
    if (kind === 'reference') return this.reference(field, value as string);
    return sensitive?.store ? sensitive.store(value as string) : value;
  }

  private reference({ name, property }: EntityField, id: string): VersionedEntity {
    const target = property.targetMeta!;
    if (!isRecordId(id))
      throw new DomainError('NOT_FOUND', `${name}: there is no such ${target.className}.`, { field: name });
    return this.em.getReference<VersionedEntity>(target.class as VersionedClass, id);
  }

  private async flush(record: VersionedEntity): Promise<Changed> {
    const { intents, changeSetId } = this.recording;
    const before = this.recording.recorded;
    try {
      await this.em.flush();
    } finally {
      // An intent that no flush has taken would mislabel a later change of the record.
      intents.delete(record);
    }
    return { id: record.id, changeSetId: this.recording.recorded > before ? changeSetId : null };
  }
}

/** What a version holds and today's fields cannot is not written as something else. */
function refuseUnfit(fields: readonly EntityField[], { unfit }: State, version: number): void {
  const names = fields.filter(({ column }) => Object.hasOwn(unfit, column)).map(({ name }) => name);
  if (names.length === 0) return;
  throw new DomainError(
    'BAD_USER_INPUT',
    `Version ${version} holds no value that fits today's ${names.join(', ')}; nothing was reverted.`,
    { fields: names, field: names[0] },
  );
}

function isRequired(property: EntityField['property']): boolean {
  return (
    !property.nullable && property.default === undefined && property.defaultRaw === undefined && property.kind !== 'm:n'
  );
}

function setLinks(links: Collection<VersionedEntity>, wanted: readonly VersionedEntity[]): void {
  const present = new Set<unknown>(links.getItems(false));
  if (present.size !== wanted.length || !wanted.every((target) => present.has(target))) links.set(wanted);
}

function undelete(record: VersionedEntity): void {
  record.deletedAt = null;
  record.deletedBy = null;
  record.deletedIn = null;
}
