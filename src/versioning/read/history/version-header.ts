import type { EntityMetadata } from '@mikro-orm/core';
import type { Instant } from '../instants/instant.js';
import type { Operation } from '../../model/operation.js';
import type { ChangeSetRow, Maker } from './change-set-row.js';
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
