import type { EntityMetadata } from '@mikro-orm/core';
import { Operation } from '../../model/operation.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';

/** What is being done to one record: a mere property change is an UPDATE, what a change means only its author knows. */
export interface Intent {
  readonly operation: Operation;
  /** The record that took this one along. */
  readonly causeId?: string;
  /** What the rules of entities are told of an undo, where it is not as it looks. */
  readonly means?: Operation;
  /**
   * Whether what the record owns stays as it is: the record is deleted for a moment, and back when the transaction ends. No rule is
   * asked of that.
   */
  readonly alone?: true;
  /** Fields that the caller sets in the same step: what they refer to is the caller's choice, not what stood there. */
  readonly patched?: readonly string[];
  /** What is written of some properties in place of their values, by name: SQL that gives it exactly. */
  readonly written?: ReadonlyMap<string, unknown>;
}

/** One record that a flush is about to change. */
export interface PendingVersion extends Intent {
  readonly meta: EntityMetadata;
  readonly record: VersionedEntity;
  /** Sensitive columns that change: their values never reach history, that they changed does. */
  readonly redacted: readonly string[];
}

/** Whether a record, already stamped, is about to be deleted. */
export function isDeleted({ operation, record }: PendingVersion): boolean {
  return operation === Operation.DELETE || (operation === Operation.UNDO && record.deletedAt != null);
}

/** Whether a record, already stamped, comes back. @param payload what is about to be written of it */
export function isRestored({ operation, record }: PendingVersion, payload: object): boolean {
  return (
    operation === Operation.RESTORE ||
    (operation === Operation.UNDO && 'deletedAt' in payload && record.deletedAt == null)
  );
}
