import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * How far the sealing of everybody's change sets has come, in one row, so that a round asks those alone who have changed
 * something since. The same for all tenants. Written by `seal_change_sets` alone.
 */
@Entity()
export class SealingProgress {
  /** Always 1. */
  @PrimaryKey({ type: 'integer', autoincrement: false })
  id!: number;

  /** A snapshot all of whose change sets are sealed and summed up; null: nobody knows of one. */
  @Property({ columnType: 'pg_snapshot', type: 'string', nullable: true })
  through?: string | null;
}
