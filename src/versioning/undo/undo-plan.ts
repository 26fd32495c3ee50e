import type { EntityMetadata } from '@mikro-orm/core';
import type { ChangeSetRow } from '../read/history/change-set-row.js';
import type { FieldChange } from '../read/differences/field-change.js';
import type { FieldValues } from '../model/field-value.js';
import type { Operation } from '../model/operation.js';
import type { LookedAt } from './looked-at.js';
import type { Obstacle } from './obstacle.js';
import type { Phase } from './phase.js';

/** A field that others changed since: somebody must choose. */
export interface UndoConflict {
  readonly field: string;
  /** What the change set left. */
  readonly base: unknown;
  /** What is there. */
  readonly theirs: unknown;
  /** What undoing would put there. */
  readonly yours: unknown;
}

/** What undoing does to one record. */
export interface UndoStep {
  /** Null where the entity is unknown here. */
  readonly meta: EntityMetadata | null;
  /** The entity's name; of an unknown one, that of its table. */
  readonly entityType: string;
  readonly entityId: string;
  /** Its newest version; of a record that is gone, the last that is known. */
  readonly version: number;
  readonly operation: Operation.UPDATE | Operation.DELETE | Operation.RESTORE;
  /** From the present to what is put there, as clients see it. */
  readonly changes: readonly FieldChange[];
  /** Those that are not resolved. */
  readonly conflicts: readonly UndoConflict[];
  /** Why this cannot be done. */
  readonly obstacles: readonly Obstacle[];
  /** What is put back, by field name, and the version that it is of. */
  readonly values: FieldValues;
  readonly formerVersion: number | null;
  /** The record whose deletion or restoration takes this one along. */
  readonly causeId: string | null;
}

/** What undoing a change set would do. Nothing is written by making it. */
export interface UndoPlan {
  readonly changeSet: ChangeSetRow;
  /** Covers what is asked for, and all that the steps depend on. */
  readonly hash: string;
  /** In an order that constraints allow. */
  readonly steps: readonly UndoStep[];
  /** Which steps are made together, one flush each. */
  readonly phases: readonly Phase[];
  readonly looked: readonly LookedAt[];
}

/** Whether nothing of a plan is blocked, and no conflict is left open. */
export function isPossible({ steps }: Pick<UndoPlan, 'steps'>): boolean {
  return steps.every(({ conflicts, obstacles }) => conflicts.length === 0 && obstacles.length === 0);
}
