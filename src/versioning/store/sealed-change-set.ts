import { type Opt, raw } from '@mikro-orm/core';
import { Check, Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../values/timestamp.js';

/** How it is known where a change set stands in the order of commit. */
export enum SealBasis {
  /** By the time of its commit. */
  COMMIT = 'COMMIT',
  /** By what stored snapshots saw. */
  SNAPSHOT = 'SNAPSHOT',
  /** By when it was written, which need not be the order of commit. */
  RECORDED = 'RECORDED',
}

/**
 * The durable place of a change set in the order of commit: it stays when the rows come into another cluster, when PostgreSQL
 * forgets times of commit, and when retention removes the change set. Append-only; written by `seal_change_sets` alone.
 */
@Entity()
@Index({ properties: ['committedAt', 'place'] })
@Check({ name: 'sealed_change_set_basis_check', expression: `basis in ('COMMIT', 'SNAPSHOT', 'RECORDED')` })
export class SealedChangeSet {
  /** From 1, without a gap. */
  @PrimaryKey({ type: 'bigint', autoincrement: false })
  place!: string;

  @Property({ type: 'uuid' })
  @Unique()
  changeSetId!: string;

  /** When it had committed; never before the one before. */
  @Property({ type: Timestamp })
  committedAt!: string;

  @Property({ type: 'text' })
  basis!: SealBasis;

  /** What was to be seen right after it: a version is of that instant where this snapshot sees its transaction. */
  @Property({ columnType: 'pg_snapshot', type: 'string' })
  instant!: string;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  sealedAt!: Opt<string>;
}
