import type { OwnedRelation } from '../../model/owned-relation.js';

/** Rows of living children that were locked ahead of the deletion of what owns them. */
export interface FoundChildren {
  readonly relation: OwnedRelation;
  /** The ids of all whose children were looked for. */
  readonly owners: ReadonlySet<string>;
  /** By column. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}
