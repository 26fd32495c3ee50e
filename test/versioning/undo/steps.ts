import type { EntityMetadata } from '@mikro-orm/core';
import type { OwnedRecord } from '../../../src/versioning/undo/owned-records.js';
import type { UndoStep } from '../../../src/versioning/undo/undo-plan.js';
import { Operation } from '../../../src/versioning/index.js';

/** A step of an undo of an entity that is unknown. */
export function stepOf(entityId: string, operation: UndoStep['operation'], details: Partial<UndoStep> = {}): UndoStep {
  return {
    meta: null,
    entityType: 'Branch',
    entityId,
    version: 1,
    operation,
    changes: [],
    conflicts: [],
    obstacles: [],
    values: {},
    formerVersion: null,
    causeId: null,
    ...details,
  };
}

export const deletionOf = (entityId: string) => stepOf(entityId, Operation.DELETE);
export const updateOf = (entityId: string, values: Record<string, unknown> = {}) =>
  stepOf(entityId, Operation.UPDATE, { values });
export const restorationOf = (entityId: string) => stepOf(entityId, Operation.RESTORE);

/** That a record is owned by another. */
export function ownedBy(ownerId: string, id: string): OwnedRecord {
  return {
    meta: { className: 'Branch' } as EntityMetadata,
    id,
    version: 1,
    ownerId,
    relation: 'children',
    reference: 'parentId',
  };
}

/** Names of so many records, each of which owns the next. */
export function chain(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `r${n}`);
}

/** How many seconds of this process's time something takes, whoever else works. */
export function cpuSeconds(work: () => unknown): number {
  const used = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1e6;
}
