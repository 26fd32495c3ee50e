import type { EntityMetadata } from '@mikro-orm/core';
import type { ActorKind } from '../../model/actor.js';
import type { Instant } from '../instants/instant.js';
import type { ChangeSource, Operation } from '../../model/operation.js';
import type { RecordedChange } from '../states/recorded-change.js';

/** A version without its state, which is read only when asked for. */
export interface VersionHeader {
  /** Null for an entity that is unknown here: dropped since, or of a newer server. */
  readonly meta: EntityMetadata | null;
  /** The entity's name (`Post`); of an unknown one, that of its table. */
  readonly entityType: string;
  readonly entityId: string;
  readonly version: number;
  readonly operation: Operation;
  readonly recordedAt: string;
  readonly changeSetId: string;
  /** Right after its change set: what its relations are of. */
  readonly instant: Instant;
  /** What made it, and of that who did; absent where that was not read with it. */
  readonly changeSet?: ChangeSetRow | null;
  readonly maker?: Maker | null;
  /** What it changed; absent, or undefined, where that is for its states to say. */
  readonly change?: () => RecordedChange | undefined;
}

/** Who made a change set. */
export type Maker = Pick<ChangeSetRow, 'actorKind' | 'actorId'>;

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
