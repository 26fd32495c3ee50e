import type { EntityMetadata } from '@mikro-orm/core';
import type { Operation } from '../model/operation.js';
import type { VersionedEntity } from '../model/versioned-entity.js';

/** What is being done to one record: a mere property change is an UPDATE, what a change means only its author knows. */
export interface Intent {
  readonly operation: Operation;
  /** The record that took this one along. */
  readonly causeId?: string;
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
