import type { ActorKind } from '../../model/actor.js';
import type { ChangeSource } from '../../model/operation.js';

/** A change set as it is read. */
export interface ChangeSetRow {
  readonly id: string;
  readonly actorKind: ActorKind;
  readonly actorId: string;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly operationName: string | null;
  readonly source: ChangeSource;
  /** The id of the change set that it undid. */
  readonly undoes: string | null;
  readonly recordedAt: string;
  /** Null until it is sealed. */
  readonly committedAt: string | null;
}

/** Who made a change set. */
export type Maker = Pick<ChangeSetRow, 'actorKind' | 'actorId'>;
