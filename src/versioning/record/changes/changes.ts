import { type EntityMetadata, raw } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { AnnouncedChange } from '../recording/announced-change.js';
import { assign } from './assignment.js';
import type { Changed } from '../recording/changed.js';
import { makeAhead, takeMade } from './changes-ahead.js';
import { deletedWith } from '../flush/cascade.js';
import { fieldValue } from '../../read/differences/diff.js';
import type { EntityField } from '../../model/entity-field.js';
import { entityOf } from '../../model/entities.js';
import { modelOf } from '../../model/entity-model.js';
import { DomainError } from '../../errors/domain-error.js';
import { checkLinks } from '../../model/most-links.js';
import { checkStoredValue, type FieldValues } from '../../model/field-value.js';
import { HistoryReader } from '../../read/history/history-reader.js';
import { InTurn } from './in-turn.js';
import { noSuchVersion } from '../../read/history/no-such-version.js';
import { type Intended, lockAhead, type RecordIds } from './lock-ahead.js';
import { expectState, lockRecord } from './locked-record.js';
import { Operation } from '../../model/operation.js';
import type { Recording } from '../recording/recording.js';
import type { State } from '../../read/states/record-state.js';
import { readState } from '../../read/states/state-reader.js';
import { versionValues } from '../../read/states/version-value.js';
import { withUnseenLinks } from './unseen-links.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import type { ChangeSetRow } from '../../read/history/change-set-row.js';
import type { WrittenRow } from '../recording/written-rows.js';

const unknown: Intended = { written: [], deleted: [] };

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
    const made = takeMade(this.recording, { operation: Operation.CREATE, entity, values });
    if (made) return made;
    const meta = this.metaOf(entity);
    const missing = modelOf(meta).fields.find(({ name, isRequired }) => isRequired && values[name] == null);
    if (missing) throw new DomainError('BAD_USER_INPUT', `${missing.name} is required.`, { field: missing.name });
    const record = new entity();
    checkLinks(meta, record, values);
    await assign(this.em, meta, record, values);
    this.em.persist(record);
    return this.flush(record);
  }

  /** Changes some fields of a living record. */
  @InTurn
  async update(entity: VersionedClass, id: string, expectedVersion: number, patch: FieldValues): Promise<Changed> {
    const made = takeMade(this.recording, { operation: Operation.UPDATE, entity, id, expectedVersion, values: patch });
    if (made) return made;
    const meta = this.metaOf(entity);
    const record = await lockRecord(this.em, this.recording, entity, id, Object.keys(patch));
    const wanted = await withUnseenLinks(this.em, meta, record, patch);
    await expectState(this.em, record, expectedVersion, wanted, { deleted: false });
    checkLinks(meta, record, patch);
    await assign(this.em, meta, record, wanted);
    return this.flush(record);
  }

  /** Deletes a record softly, with all that it owns. */
  @InTurn
  async delete(entity: VersionedClass, id: string, expectedVersion: number): Promise<Changed> {
    const made = takeMade(this.recording, { operation: Operation.DELETE, entity, id, expectedVersion });
    if (made) return made;
    const record = await lockRecord(this.em, this.recording, entity, id);
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
    const record = await lockRecord(this.em, this.recording, entity, id, Object.keys(patch));
    const wanted = await withUnseenLinks(this.em, meta, record, patch);
    await expectState(this.em, record, expectedVersion, wanted, { deleted: true });
    checkLinks(meta, record, patch);
    for (const child of await deletedWith(this.em, record)) {
      this.recording.locked.add(child);
      this.recording.intents.set(child, { operation: Operation.RESTORE, causeId: record.id });
      undelete(child);
    }
    this.recording.intents.set(record, { operation: Operation.RESTORE, patched: Object.keys(patch) });
    undelete(record);
    await assign(this.em, meta, record, wanted);
    return this.flush(record);
  }

  /** Makes a living record's state equal to that of an earlier version, as a new version. Sensitive values stay. */
  @InTurn
  async revert(entity: VersionedClass, id: string, expectedVersion: number, toVersion: number): Promise<Changed> {
    const meta = this.metaOf(entity);
    const fields = modelOf(meta).fields.filter((field) => !field.sensitive);
    const record = await lockRecord(
      this.em,
      this.recording,
      entity,
      id,
      fields.map((field) => field.name),
    );
    const target = await readState(this.em, meta, { entityId: id, version: toVersion });
    const values = Object.fromEntries(target ? fields.map((field) => [field.name, fieldValue(field, target)]) : []);
    await expectState(this.em, record, expectedVersion, values, { deleted: false });
    if (!target) {
      throw await noSuchVersion(new HistoryReader(this.em), id, { argument: 'toVersion', version: toVersion });
    }
    refuseUnfit(fields, target, toVersion);
    await assign(this.em, meta, record, values, checkStoredValue);
    const differing = await versionValues(this.em, meta, [{ entityId: id, version: toVersion }]);
    const written = differing.get(id) ?? new Map<string, unknown>();
    // What only reads differently in SQL is no change to the ORM.
    if (written.size > 0) record.updatedAt = raw('clock_timestamp()');
    this.recording.intents.set(record, { operation: Operation.REVERT, written });
    return this.flush(record);
  }

  /**
   * Locks records ahead of their changes, in one order for all operations: owners before what they own, as a deletion
   * comes by them, then by id. So operations on many records queue up instead of running into deadlocks. They are read
   * as well, which spares the first change the same. Unknown ids are no error here.
   *
   * @param records ids by entity
   * @param intended what is going to be done, of which more can be asked for in the same message
   */
  @InTurn
  async lockAhead(records: RecordIds, intended: Intended = unknown): Promise<void> {
    await lockAhead(this.em, this.recording, records, intended);
  }

  /**
   * Makes changes that will be asked for one by one, by {@link create}, {@link update} or {@link delete}, in one flush and
   * ahead of that: for callers who know that nothing else happens meanwhile. What would be refused, or asks for more than
   * assigning values, is left for its turn; where a change fails, or is not asked for as it was announced, the transaction
   * is run again without.
   *
   * @param changes of different records; those that there are, locked ahead
   */
  @InTurn
  async changeAhead(changes: readonly AnnouncedChange[]): Promise<void> {
    await makeAhead(this.em, this.recording, changes);
  }

  /** A record's row, by column, as the last flush has written it; undefined where anything was sent to the database since. */
  writtenRow(id: string): WrittenRow | undefined {
    const { written, sent } = this.recording;
    return written?.sent === sent.count ? written.rows.get(id) : undefined;
  }

  /** The change set of what was changed; undefined where nothing was yet. */
  get changeSet(): ChangeSetRow | undefined {
    return this.recording.changeSet;
  }

  private metaOf(entity: VersionedClass): EntityMetadata {
    return entityOf(this.em, entity);
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

function undelete(record: VersionedEntity): void {
  record.deletedAt = null;
  record.deletedBy = null;
  record.deletedIn = null;
}
