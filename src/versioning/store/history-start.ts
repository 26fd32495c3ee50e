import { type Opt, raw } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../values/timestamp.js';

/** Where a record's history begins, once retention has removed its first versions. Written by `trim_history` alone. */
@Entity()
@Index({ properties: ['entityType', 'xid'] })
@Index({ properties: ['entityType', 'madeIn'] })
export class HistoryStart {
  @PrimaryKey({ type: 'uuid' })
  entityId!: string;

  /** The table's name. */
  @Property({ type: 'text' })
  entityType!: string;

  /** The first version that is kept; of a purged record, one more than its last where none is. */
  @Property({ type: 'integer' })
  version!: number;

  /** The transaction of that version, or where none is kept of the purge: instants that see it lack nothing of the record. */
  @Property({ columnType: 'xid8', type: 'string', nullable: true })
  xid?: string | null;

  /** When that was. */
  @Property({ type: Timestamp, nullable: true })
  since?: string | null;

  /** The transaction of its version 1: instants that do not see it lack nothing either. Null where that is not known. */
  @Property({ columnType: 'xid8', type: 'string', nullable: true })
  madeIn?: string | null;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  trimmedAt!: Opt<string>;
}
