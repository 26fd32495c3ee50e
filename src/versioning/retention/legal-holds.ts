import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { allEntities } from '../model/entities.js';
import { writeChangeSet } from '../record/flush/change-set-writer.js';
import type { Changes } from '../record/changes/changes.js';
import { DomainError } from '../errors/domain-error.js';
import { HistoryReader } from '../read/history/history-reader.js';
import { InTurn } from '../record/changes/in-turn.js';
import { readKeysetPage } from '../read/lists/keyset-page.js';
import type { Page, PageRequest } from '../read/lists/page.js';
import { query } from '../session/query.js';
import { isRecordId } from '../values/record-id.js';
import type { Recording } from '../record/recording/recording.js';
import { LegalHold } from '../store/legal-hold.js';
import { StoredColumns } from '../store/stored-columns.js';
import type { RawRow } from '../read/statements/read-statement.js';
import { isOwn } from '../session/own-rows.js';

/** A legal hold as it is read. */
export interface LegalHoldRow {
  /** Null for an entity that is unknown here. */
  readonly meta: EntityMetadata | null;
  /** The entity's name (`Post`); of an unknown one, that of its table. */
  readonly entityType: string;
  readonly entityId: string;
  readonly reason: string;
  readonly placedAt: string;
  /** Who placed it, and why. */
  readonly changeSetId: string;
}

const hold = new StoredColumns(LegalHold, ['entityId', 'entityType', 'reason', 'placedAt', 'changeSet']);

const columns = hold.select('h');

/** Places and releases legal holds inside {@link recordChanges}; the database writes the audit entries. */
export class LegalHolds {
  private readonly em: SqlEntityManager;
  private readonly recording: Recording;

  /** @param changes of the transaction that they are placed and released in */
  constructor({ em, recording }: Changes) {
    this.em = em;
    this.recording = recording;
  }

  /**
   * Keeps a record, and what it owns and belongs to, from being purged, and their histories as they are. A record that is
   * purged already keeps its history.
   *
   * @throws DomainError NOT_FOUND; BAD_USER_INPUT without a reason; ALREADY_EXISTS where there is a hold
   */
  @InTurn
  async place(id: string, reason: string): Promise<LegalHoldRow> {
    const meta = await this.typeOf(id);
    if (reason.trim() === '') throw new DomainError('BAD_USER_INPUT', 'reason must say why.', { field: 'reason' });
    // Waits for a purge under way, and lets none begin: which of the two comes first is never in doubt.
    await query(this.em)`select from ${sql.table(meta.tableName)} t where ${isOwn('t')} and t.id = ${id} for share`;
    await this.open();
    const rows = await query<RawRow>(this.em)`
      insert into legal_hold as h (entity_id, entity_type, reason, change_set_id)
      values (${id}, ${meta.tableName}, ${reason}, ${this.recording.changeSetId})
      on conflict do nothing returning ${columns}`;
    if (!rows[0]) {
      const details = { entityType: meta.className, field: 'id', fields: ['id'], conflictingId: id };
      throw new DomainError('ALREADY_EXISTS', `The ${meta.className} is under a legal hold already.`, details);
    }
    return toHold(this.em, rows[0]);
  }

  /** Lets a record go again. @throws DomainError NOT_FOUND where there is no hold on it */
  @InTurn
  async release(id: string): Promise<LegalHoldRow> {
    await this.open();
    const rows = await query<RawRow>(this.em)`
      delete from legal_hold h where ${isOwn('h')} and h.entity_id = ${isRecordId(id) ? id : null}::uuid returning ${columns}`;
    if (!rows[0]) throw new DomainError('NOT_FOUND', 'There is no legal hold on this record.');
    return toHold(this.em, rows[0]);
  }

  private async typeOf(id: string): Promise<EntityMetadata> {
    const newest = await new HistoryReader(this.em).version(id);
    if (!newest?.meta) throw new DomainError('NOT_FOUND', 'There is no such record.');
    return newest.meta;
  }

  private async open(): Promise<void> {
    await writeChangeSet(this.em, this.recording);
    this.recording.recorded += 1;
  }
}

/**
 * Lets no hold be placed or released until the transaction ends, and waits for those that are being placed: a hold on what
 * owns a record locks its own record alone.
 */
export async function lockHolds(em: SqlEntityManager): Promise<void> {
  await query(em)`lock table legal_hold in share mode`;
}

/** The legal holds there are, latest first. */
export async function readLegalHolds(em: SqlEntityManager, page: PageRequest): Promise<Page<LegalHoldRow>> {
  return readKeysetPage(em, {
    scope: 'legal-holds',
    select: columns,
    from: sql`legal_hold h`,
    where: [isOwn('h')],
    order: [
      { expression: sql.ref('h.placed_at'), type: 'timestamptz', ascending: false },
      { expression: sql.ref('h.entity_id'), type: 'uuid', ascending: true },
    ],
    page,
    toItem: (row) => toHold(em, row),
  });
}

function toHold(em: SqlEntityManager, row: RawRow): LegalHoldRow {
  const read = hold.decode(row);
  const meta = allEntities(em).find(({ tableName }) => tableName === read.entityType) ?? null;
  return { ...read, meta, entityType: meta?.className ?? read.entityType };
}
