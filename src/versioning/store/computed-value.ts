import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * What the expression of a migration gave for a version from before it. It is settled when the shape begins, so that what
 * the version means does not change with what the expression looked up. It goes with its version. Written by
 * `keep_computed_values` alone.
 */
@Entity()
export class ComputedValue {
  @PrimaryKey({ type: 'uuid' })
  entityId!: string;

  /** The version, of an earlier shape. */
  @PrimaryKey({ type: 'integer' })
  version!: number;

  /** The shape whose step computes it. */
  @PrimaryKey({ type: 'integer' })
  shape!: number;

  /** As that shape calls it. */
  @PrimaryKey({ type: 'text' })
  columnName!: string;

  /** Null: the expression failed, or gave nothing of the type; JSON's null: it gave none. */
  @Property({ type: 'json', columnType: 'jsonb', nullable: true })
  value?: unknown;
}
