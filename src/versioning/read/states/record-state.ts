import type { VersionedEntity } from '../../model/versioned-entity.js';

/** The whole state of a record at one version, in today's shape of its entity: its row and the ids it is linked to. */
export interface State<T extends VersionedEntity = VersionedEntity> {
  readonly record: T;
  /** Sorted ids by the key snapshots use (`tag_ids`). */
  readonly links: Readonly<Record<string, readonly string[]>>;
  /** What the version holds of fields that were dropped since, by the names that clients knew. */
  readonly dropped: Readonly<Record<string, unknown>>;
  /** What is stored of columns and links that today's cannot hold; those are null in the record. Keyed as snapshots are. */
  readonly unfit: Readonly<Record<string, unknown>>;
}

/** The state of a version, with what changed in it. */
export interface RecordedState extends State {
  /** Columns and links that changed against the version before, sensitive ones included; dropped fields as `$notes`. */
  readonly changed: readonly string[];
}

/** The state of a version whose entity is unknown here. */
export interface UntypedState {
  /** As it is stored, by the names that columns and links have now. */
  readonly columns: Readonly<Record<string, unknown>>;
  /** As in {@link State}. */
  readonly dropped: State['dropped'];
  /** As in {@link RecordedState}. */
  readonly changed: readonly string[];
}
