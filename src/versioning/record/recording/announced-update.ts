import type { FieldValues } from '../../model/field-value.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { Changed } from './changed.js';

/** An update that will be asked for later in the same transaction. */
export interface AnnouncedUpdate {
  readonly entity: VersionedClass;
  readonly id: string;
  readonly expectedVersion: number;
  readonly patch: FieldValues;
}

/** An update that is made, and not asked for yet. */
export interface MadeUpdate extends AnnouncedUpdate {
  readonly changed: Changed;
}
