import type { EntityMetadata, MetadataStorage, Platform } from '@mikro-orm/core';
import type { RawBuilder } from 'kysely';
import type { Reading } from '../../read/reading.js';
import type { RecordStatements } from '../../read/record-statements.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import type { ReadAhead } from './read-ahead.js';
import type { ReadPlan } from './read-plan.js';
import type { Selection } from './selection.js';

/** Rows of one level of an operation. */
export interface Level<T> {
  /** SQL, for statements behind theirs: the values of one of their columns, an array, of ids where no other type is said. */
  readonly values: (column: string, type?: string) => RawBuilder<unknown>;
  /** Once their statement has been answered. */
  readonly rows: (ahead: ReadAhead) => Iterable<T>;
}

/** Records of one entity. */
export interface RecordLevel extends Level<VersionedEntity> {
  readonly meta: EntityMetadata;
  /** Of the instant at which they are read; all that stands below them is of the same. */
  readonly records: RecordStatements;
}

/** What plans are made with. */
export interface PlanningContext {
  readonly metadata: MetadataStorage;
  readonly platform: Platform;
  readonly reading: Reading;
}

/** A plan that is being made. */
export interface Planning {
  readonly plan: ReadPlan;
  readonly selection: Selection;
  readonly context: PlanningContext;
}
