import type { EntityMetadata, MetadataStorage, Platform } from '@mikro-orm/core';
import type { RawBuilder } from 'kysely';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import type { Reading } from '../../read/rows/reading.js';
import type { FoundInPast } from '../../read/records/lacking-history.js';
import type { RecordStatements } from '../../read/records/record-statements.js';
import type { Instants } from '../../read/instants/statement-at.js';
import type { PlanRun } from './plan-run.js';
import type { PlanSteps } from './read-plan.js';
import type { SelectedField, Selection } from './selection.js';

/** Rows of one level of an operation. */
export interface Level<T> {
  /** SQL, for statements behind theirs: the values of one of their columns, an array, of ids where no other type is said. */
  readonly values: (column: string, type?: string) => RawBuilder<unknown>;
  /** The same of a column of ids, each of them once. */
  readonly ids: (column: string) => RawBuilder<unknown>;
  /** The same of ids that are told from each row, `s` in SQL; null is none. @param name tells values apart */
  readonly computed: (name: string, value: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** As of which they are read; null is the present. Of many, `$instant` is a column. */
  readonly instants: Instants | null;
  /** Once their statement has been answered. */
  readonly rows: (run: PlanRun) => Iterable<T>;
}

/** Records that are found by ids which another statement hands down. */
export interface FoundRecords {
  /** Of the instants at which they are to be read. */
  readonly records: RecordStatements;
  /** SQL, a `uuid[]`. */
  readonly ids: RawBuilder<unknown>;
}

/** Records that links lead to. */
export interface LinkedRecords extends FoundRecords {
  /** Their ids, once that statement has been answered. */
  readonly asked: (run: PlanRun) => Iterable<string>;
}

/** Records of one entity. All that stands below them is of the same instants. */
export interface RecordLevel extends Level<VersionedEntity> {
  readonly meta: EntityMetadata;
  readonly records: RecordStatements;
  /** What states of versions say themselves that they are linked to; absent: it is to be read. */
  readonly linked?: (property: string) => LinkedRecords;
}

/** What plans are made with. */
export interface PlanningContext {
  readonly metadata: MetadataStorage;
  readonly platform: Platform;
  readonly reading: Reading;
}

/** A plan that is being made. */
export interface Planning {
  readonly plan: PlanSteps;
  readonly selection: Selection;
  readonly context: PlanningContext;
  /** Takes what is found at the instant that the uppermost field names, whose history must be there. */
  readonly found?: (found: FoundInPast) => void;
  /** Plans what fields read of records. */
  readonly below: (planning: Planning, level: RecordLevel, fields: readonly SelectedField[]) => void;
  /** Plans change sets by their ids, and what is read of them. */
  readonly changeSets: (
    planning: Planning,
    field: SelectedField,
    ids: RawBuilder<unknown>,
    asked: (run: PlanRun) => Iterable<string>,
  ) => void;
}
