import type { EntityManager, EntityMetadata, SessionContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../model/actor.js';
import { ChangeQueue } from './change-queue.js';
import type { ChangeSource, Operation } from '../model/operation.js';
import type { VersionedEntity } from '../model/versioned-entity.js';

/** Who changes something, and why. */
export interface ChangeContext {
  readonly actor: Actor;
  /** The actor's role, by the application's name for it, once the transaction has begun; for the rules of entities. */
  readonly role?: (em: SqlEntityManager) => string | null;
  readonly source: ChangeSource;
  readonly reason?: string | null;
  readonly requestId?: string | null;
  readonly operationName?: string | null;
  /**
   * The session that asks what became of a COMMIT without an answer; the entity manager's own where absent. To be given
   * where that one takes locks, or may begin no more once the change is made.
   */
  readonly inquiry?: SessionContext;
}

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

/** What one recorded transaction has done so far. */
export class Recording {
  readonly changeSetId = uuidv7();
  /** Marked for each record, since a flush is not of one kind: a delete cascades inside of a revert. */
  readonly intents = new WeakMap<object, Intent>();
  /** What the flush under way changes, or the last one did. */
  pending: readonly PendingVersion[] = [];
  /** Its changes, one after the other. */
  readonly queue = new ChangeQueue();
  /** Versions written so far. */
  recorded = 0;
  /** PostgreSQL's number of the transaction; known once the change set is written. */
  xid?: string;

  /** @param afterUnrecorded whether records may have been changed past the recorder before it changes them too */
  constructor(
    readonly context: ChangeContext,
    readonly afterUnrecorded = false,
  ) {}
}

const recordings = new WeakMap<EntityManager, Recording>();

/** Opens the one door: from here on, flushes of this entity manager are recorded. */
export function startRecording(em: EntityManager, context: ChangeContext, afterUnrecorded = false): Recording {
  const recording = new Recording(context, afterUnrecorded);
  recordings.set(em, recording);
  return recording;
}

/** The recording that an entity manager's flushes belong to, if it is inside recordChanges. */
export function recordingOf(em: EntityManager): Recording | undefined {
  return recordings.get(em);
}
