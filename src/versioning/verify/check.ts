import type { EntityMetadata } from '@mikro-orm/core';
import type { RawBuilder } from 'kysely';

/** One thing that must hold of every record of an entity, and the query that finds where it does not. */
export interface Check {
  /** The requirement, as a sentence. */
  readonly requirement: string;
  /** Selects `id uuid, version int` of what breaks it. Undefined where the entity has nothing to check. */
  readonly violations: (meta: EntityMetadata) => RawBuilder<Violation> | undefined;
}

export interface Violation {
  readonly id: string;
  readonly version: number | null;
}
