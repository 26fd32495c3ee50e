import type { FieldValues } from '../../model/field-value.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { Operation } from '../../model/operation.js';
import type { Changed } from './changed.js';

/** A creation that will be asked for later in the same transaction. */
export interface AnnouncedCreation {
  readonly operation: Operation.CREATE;
  readonly entity: VersionedClass;
  readonly values: FieldValues;
}

/** An update that will be. */
export interface AnnouncedUpdate {
  readonly operation: Operation.UPDATE;
  readonly entity: VersionedClass;
  readonly id: string;
  readonly expectedVersion: number;
  readonly values: FieldValues;
}

/** A deletion that will be. */
export interface AnnouncedDeletion {
  readonly operation: Operation.DELETE;
  readonly entity: VersionedClass;
  readonly id: string;
  readonly expectedVersion: number;
}

export type AnnouncedChange = AnnouncedCreation | AnnouncedUpdate | AnnouncedDeletion;

/** A change that is made, and not asked for yet. */
export interface MadeChange {
  readonly announced: AnnouncedChange;
  readonly changed: Changed;
}
