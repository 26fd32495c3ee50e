import type { VersionedEntity } from './versioned-entity.js';

/** The whole state of a record at one version: its row and the ids it is linked to. */
export interface State<T extends VersionedEntity = VersionedEntity> {
  readonly record: T;
  /** Sorted ids by the key snapshots use (`tag_ids`). */
  readonly links: Readonly<Record<string, readonly string[]>>;
}
