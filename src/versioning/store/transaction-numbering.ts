import { type Opt, raw } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../values/timestamp.js';

/**
 * A line of transaction numbers: one as long as the rows stay where they are, the next when a dump was restored or a cluster
 * began its numbers again. The last one is in force. With the keys by which tokens of this line are known, so that nobody but
 * the owner may read it. The same for all tenants. Written by `know_cluster` alone.
 */
@Entity()
export class TransactionNumbering {
  /** From 1. */
  @PrimaryKey({ type: 'integer', autoincrement: false })
  line!: number;

  /** Of the cluster and the database: see `cluster_identity`. */
  @Property({ type: 'text' })
  identity!: string;

  /** What is added to the numbers of PostgreSQL. */
  @Property({ type: 'bigint' })
  numberOffset!: string;

  /** The first stored number that this cluster has given itself, and of which it may know the time of commit. */
  @Property({ columnType: 'xid8', type: 'string' })
  ownSince!: string;

  /** The greatest number that was stored when the line ended; null while it is in force. */
  @Property({ columnType: 'xid8', type: 'string', nullable: true })
  lastNumber?: string | null;

  @Property({ columnType: 'bytea', type: 'blob' })
  innerKey!: Buffer;

  @Property({ columnType: 'bytea', type: 'blob' })
  outerKey!: Buffer;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  begunAt!: Opt<string>;
}
