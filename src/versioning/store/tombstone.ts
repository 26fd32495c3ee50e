import { type Opt, raw } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ChangeSet } from './change-set.js';
import { Timestamp } from '../values/timestamp.js';

/** What is left of a record whose row is gone: that it was, its last version, and who removed it when. Append-only. */
@Entity()
export class Tombstone {
  @PrimaryKey({ type: 'uuid' })
  entityId!: string;

  @Property({ type: 'text' })
  entityType!: string;

  @Property({ type: 'integer' })
  version!: number;

  @ManyToOne(() => ChangeSet)
  changeSet!: ChangeSet;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  removedAt!: Opt<string>;
}
