import { type Opt, raw } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../values/timestamp.js';

/** What a shape says of one column, or of the set of linked ids under one key of a snapshot. */
export type ShapeColumn =
  | {
      /** As PostgreSQL's `format_type` has it: `numeric(12,2)`. */
      readonly type: string;
      readonly nullable: boolean;
      /** Only where it is true: its values are in no snapshot. */
      readonly sensitive?: true;
    }
  | {
      /** The link table. */
      readonly links: string;
    };

/**
 * A shape that a versioned table has had, and how snapshots of the shape before are brought into it. A version says under
 * which shape it was written, and is never written anew. Written by `know_shapes`, `begin_shape`, `rename_type` and
 * `retire_type` alone, which migrations call. The same for all tenants.
 */
@Entity({ tableName: 'entity_shape' })
export class StoredShape {
  /** The table's name. */
  @PrimaryKey({ type: 'text' })
  entityType!: string;

  /** From 1. */
  @PrimaryKey({ type: 'integer' })
  shape!: number;

  /** What turns a snapshot of the shape before into one of this, in this order: see `begin_shape`. */
  @Property({ type: 'json', columnType: 'jsonb' })
  steps!: readonly Readonly<Record<string, unknown>>[];

  @Property({ type: 'json', columnType: 'jsonb' })
  columns!: Readonly<Record<string, ShapeColumn>>;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  since!: Opt<string>;
}
