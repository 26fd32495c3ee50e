import type { EntityMetadata } from '@mikro-orm/core';
import type { EntityField } from './entity-field.js';

/** A child's reference to the record that owns it: deleted and restored with it. */
export interface OwnedRelation {
  /** What the owner calls its children: `comments`. */
  readonly name: string;
  readonly child: EntityMetadata;
  /** The child's reference to its owner. */
  readonly reference: EntityField;
}
