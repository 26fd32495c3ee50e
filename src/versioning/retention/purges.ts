import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { entityOf } from '../model/entities.js';
import type { Changes } from '../record/changes/changes.js';
import { conflictError } from '../record/refusals/conflict.js';
import { InTurn } from '../record/changes/in-turn.js';
import { lockHolds } from './legal-holds.js';
import { expectState, lockRecord } from '../record/changes/locked-record.js';
import { purgeRecords } from './purge.js';
import { expiredBatch, type ExpiredBatch, type ExpiredQuery } from './purge-batch.js';
import { readPresentState } from '../read/records/present-state.js';
import { type PurgeObstacle, purgeObstacles } from './purge-obstacle.js';
import { purgeTree } from './purge-tree.js';
import type { Recording } from '../record/recording/recording.js';
import type { State } from '../read/states/record-state.js';
import type { VersionedClass } from '../model/map-versioned.js';

/** A record that was purged. */
export interface Purged {
  readonly id: string;
  readonly changeSetId: string;
  /** Its last state. */
  readonly last: State;
}

/** Removes deleted records for good inside {@link recordChanges}. */
export class Purges {
  private readonly em: SqlEntityManager;
  private readonly recording: Recording;

  /** @param changes of the transaction that they are made in */
  constructor({ em, recording }: Changes) {
    this.em = em;
    this.recording = recording;
  }

  /**
   * Purges one deleted record with all that it owns.
   *
   * @throws DomainError NOT_FOUND; CONFLICT where it is living or at another version, with `blockedBy` where a legal
   *   hold, a reference that cannot be cleared or a living child stands in the way
   */
  @InTurn
  async one(entity: VersionedClass, id: string, expectedVersion: number): Promise<Purged> {
    const { em, recording } = this;
    const record = await lockRecord(em, recording, entity, id);
    await expectState(em, record, expectedVersion, {}, { deleted: true });
    const meta = entityOf(em, entity);
    const last = await readPresentState(em, meta, { entityId: id, version: record.version });
    const members = await purgeTree(em, meta, [id], true);
    await lockHolds(em);
    const obstacle = (await purgeObstacles(em, members)).get(id);
    if (obstacle) {
      const { entityType, id: blockingId } = obstacle;
      const blockedBy = { entityType, id: blockingId };
      const message = sentence(meta, id, obstacle);
      throw await conflictError(em, meta, { current: last, expectedVersion, message, blockedBy });
    }
    await purgeRecords(em, recording, members);
    return { id, changeSetId: recording.changeSetId, last };
  }

  /** Purges the next records of an entity whose time in the trash is over. What cannot be purged is left and named. */
  @InTurn
  async expired(entity: VersionedClass, query: Omit<ExpiredQuery, 'lock'>): Promise<ExpiredBatch> {
    const meta = entityOf(this.em, entity);
    const batch = await expiredBatch(this.em, meta, { ...query, lock: true });
    await purgeRecords(this.em, this.recording, batch.purgeable);
    return batch;
  }
}

function sentence({ className }: EntityMetadata, id: string, obstacle: PurgeObstacle): string {
  const what = obstacle.id === id ? `The ${className}` : `The ${obstacle.entityType} that belongs to it`;
  switch (obstacle.kind) {
    case 'held':
      return `${what} is under a legal hold.`;
    case 'living':
      return `${what} is not deleted.`;
    case 'referred':
      return `A ${obstacle.entityType} still refers to it and must have something to refer to.`;
  }
}
