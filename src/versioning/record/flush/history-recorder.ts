import {
  type ChangeSet,
  ChangeSetType,
  type EventSubscriber,
  type FlushEventArgs,
  raw,
  type UnitOfWork,
} from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { inAnnouncedOrder } from './announced-order.js';
import { takeBackBookkeeping } from './bookkeeping.js';
import { removeOwnedChildren } from './cascade.js';
import { writeChangeSet } from './change-set-writer.js';
import { modelOf } from '../../model/entity-model.js';
import { lockFlushed } from './flush-locks.js';
import { expectWritten, planFlush } from '../recording/flush-plan.js';
import { recordPending, writeHistory } from './history-writer.js';
import { isDeletion, operationOf } from '../../model/operation.js';
import { refuseRings } from '../refusals/ownership-ring.js';
import type { PendingVersion } from '../recording/pending-version.js';
import { type Recording, recordingOf } from '../recording/recording.js';
import { guardReferences } from '../refusals/reference-guard.js';
import { validateChanges } from '../refusals/validation.js';
import { VersionedEntity } from '../../model/versioned-entity.js';
import { captureWrittenRows, endCapture } from '../recording/written-rows.js';

/** A flush on PostgreSQL, as the driver makes sure that each is. */
type Flush = FlushEventArgs & { readonly em: SqlEntityManager };

/**
 * Records every flush of a versioned entity. Before it, deletions reach the owned children. In onFlush, link changes
 * touch their owner, what nobody has locked is locked, the entities' own rules are asked, deletions become soft,
 * everything is stamped and references are checked: that is the plan. Once the rows are written, and still in the same
 * transaction, it is executed: versions and audit entries are taken from the rows themselves, so that what the database
 * made of the values is what history holds.
 */
export class HistoryRecorder implements EventSubscriber {
  async beforeFlush({ em, uow }: Flush): Promise<void> {
    const recording = recordingOf(em);
    if (recording) await removeOwnedChildren(em, uow, recording);
  }

  async onFlush({ em, uow }: Flush): Promise<void> {
    touchOwnersOfChangedLinks(uow);
    const versioned = uow.getChangeSets().filter((changeSet) => changeSet.entity instanceof VersionedEntity);
    if (versioned.length === 0) return;
    const recording = recordingOf(em);
    if (!recording) throw new Error('Versioned entities can only be flushed inside recordChanges().');
    recording.queue.expectOpen();
    if (recording.afterUnrecorded) {
      await recordPending(
        em,
        recording,
        versioned.map(({ meta }) => meta),
      );
    }
    await lockFlushed(em, recording, versioned);
    await validateChanges(em, recording, versioned);
    for (const changeSet of versioned) stamp(changeSet, uow, recording);
    const changeSets = new Map(uow.getChangeSets().map((changeSet) => [changeSet.entity, changeSet]));
    const completed = versioned.map(({ entity, originalEntity }) =>
      complete(changeSets.get(entity)!, originalEntity, recording),
    );
    const pending = inAnnouncedOrder(completed, recording);
    recording.pending = pending;
    await guardReferences(em, uow, recording);
    await refuseRings(em, uow, pending);
    recording.plan = planFlush(pending);
    captureWrittenRows(em.getTransactionContext()!);
    await writeChangeSet(em, recording);
  }

  async afterFlush({ em }: Flush): Promise<void> {
    const recording = recordingOf(em);
    const plan = recording?.plan;
    if (!recording || !plan) return;
    recording.plan = undefined;
    const rows = endCapture(em.getTransactionContext()!);
    expectWritten(plan, rows);
    await writeHistory(em, recording, plan);
    recording.recorded += plan.size;
    recording.written = { rows, sent: recording.sent.count };
  }
}

/** Links are part of their owner's state, yet a changed collection is no change set. */
function touchOwnersOfChangedLinks(uow: UnitOfWork): void {
  const changed = new Set(uow.getChangeSets().map(({ entity }) => entity));
  for (const links of uow.getCollectionUpdates()) {
    const owner: unknown = links.owner;
    if (!(owner instanceof VersionedEntity) || !links.property.owner) continue;
    if (changed.has(owner)) continue;
    changed.add(owner);
    owner.updatedAt = raw('clock_timestamp()');
    uow.computeChangeSet(owner);
  }
}

function stamp({ entity, type }: ChangeSet<object>, uow: UnitOfWork, recording: Recording): void {
  const record = entity as VersionedEntity;
  const actor = recording.context.actor.toString();
  if (!recording.intents.has(record)) recording.intents.set(record, { operation: operationOf(type) });
  record.updatedBy = actor;
  if (type === ChangeSetType.CREATE) record.createdBy = actor;
  else record.updatedAt = raw('clock_timestamp()');
  if (isDeletion(type)) {
    record.deletedAt = raw('clock_timestamp()');
    record.deletedBy = actor;
    record.deletedIn = recording.changeSetId;
    // Off the stack, or the ORM forgets the record after the flush as if its row were gone.
    (uow.getRemoveStack() as Set<object>).delete(record);
    uow.computeChangeSet(record);
  } else {
    uow.recomputeSingleChangeSet(record);
  }
}

/** @param changeSet of a record that is stamped @param original the row as it was read; undefined for a new record */
function complete(
  { entity, meta, payload }: ChangeSet<object>,
  original: ChangeSet<object>['originalEntity'],
  recording: Recording,
): PendingVersion {
  const record = entity as VersionedEntity;
  const intent = recording.intents.get(record)!;
  recording.intents.delete(record);
  // Where it equals what stood there, recomputing leaves in the payload what the program wrote.
  Object.assign(payload, { updatedBy: record.updatedBy }, Object.fromEntries(intent.written ?? []));
  takeBackBookkeeping(record, intent.operation, payload, original);
  const redacted = modelOf(meta).fields.filter((field) => field.sensitive && field.property in payload);
  return { ...intent, meta, record, redacted: redacted.map((field) => field.column) };
}
