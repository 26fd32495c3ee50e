import type { EntityManager, SessionContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../model/actor.js';
import type { MadeChange } from './announced-change.js';
import { ChangeQueue } from './change-queue.js';
import type { FoundChildren } from './found-children.js';
import type { FoundReferences } from './found-references.js';
import type { FlushPlan } from './flush-plan.js';
import type { Intent, PendingVersion } from './pending-version.js';
import type { ChangeSource } from '../../model/operation.js';
import type { SentStatements } from '../../session/sent-statements.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import type { ChangeSetRow } from '../../read/history/change-set-row.js';
import { checkReason } from '../../values/reason.js';
import type { UniqueKey } from './unique-key.js';
import type { WrittenRow } from './written-rows.js';

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

/** What was locked and read ahead of its changes. */
export interface LockedAhead {
  /** By id. */
  readonly records: ReadonlyMap<string, VersionedEntity>;
  /** What changes refer to, by `lookupName`. */
  readonly references: ReadonlyMap<string, FoundReferences>;
  /** The keys of the tables of several records, and of what those own; undefined where it is one, or none. */
  readonly keys: readonly UniqueKey[] | undefined;
  /** What is owned by those of the records that are going to be deleted. */
  readonly children: readonly FoundChildren[];
  /** How many statements had been sent by then. */
  readonly sent: number;
}

/** What one recorded transaction has done so far. */
export class Recording {
  readonly changeSetId = uuidv7();
  /** Marked for each record, since a flush is not of one kind: a delete cascades inside of a revert. */
  readonly intents = new WeakMap<object, Intent>();
  /** What the flush under way changes, or the last one did. */
  pending: readonly PendingVersion[] = [];
  /** What the flush under way is to leave in history; undefined between flushes. */
  plan?: FlushPlan | undefined;
  /** Records whose rows are locked, and are as they were when that was done, but for what is flushed since. */
  readonly locked = new WeakSet<object>();
  /** What was locked and read ahead of the changes. */
  ahead: LockedAhead | undefined;
  /** Rows that the last flush has written, as they stood then, by id, and how many statements had been sent by then. */
  written: { readonly rows: ReadonlyMap<string, WrittenRow>; readonly sent: number } | undefined;
  /** The statements of the transaction. */
  readonly sent: SentStatements = { count: 0 };
  /** Its changes, one after the other. */
  readonly queue = new ChangeQueue();
  /** The change set that this one undoes; to be said before anything is changed. */
  undoes: string | undefined;
  /** Versions written so far. */
  recorded = 0;
  /** Whether the change set is written, or goes out with the next statement. */
  hasChangeSet = false;
  /** PostgreSQL's number of the transaction; known once the change set is written. */
  xid?: string;
  /** The change set as the database has it; known once it is written. */
  changeSet?: ChangeSetRow;

  /** Changes that were made ahead, in the order in which they will be asked for; undefined where none were. */
  madeAhead: MadeChange[] | undefined;
  /** In which order the records of the changes that are made ahead were announced; what belongs to none of them comes as it is. */
  order: ReadonlyMap<VersionedEntity, number> = new Map();

  /**
   * @param afterUnrecorded whether records may have been changed past the recorder before it changes them too
   * @param isOneByOne whether each change is made when it is asked for, and none ahead
   */
  constructor(
    readonly context: ChangeContext,
    readonly afterUnrecorded = false,
    readonly isOneByOne = false,
  ) {}
}

const recordings = new WeakMap<EntityManager, Recording>();

/**
 * Opens the one door: from here on, flushes of this entity manager are recorded.
 *
 * @throws DomainError BAD_USER_INPUT for a reason that is too long: those of an operation together
 */
export function startRecording(
  em: EntityManager,
  context: ChangeContext,
  afterUnrecorded = false,
  isOneByOne = false,
): Recording {
  checkReason(context.reason);
  const recording = new Recording(context, afterUnrecorded, isOneByOne);
  recordings.set(em, recording);
  return recording;
}

/** The recording that an entity manager's flushes belong to, if it is inside recordChanges. */
export function recordingOf(em: EntityManager): Recording | undefined {
  return recordings.get(em);
}
