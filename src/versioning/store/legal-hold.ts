import { type Opt, raw } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ChangeSet } from './change-set.js';
import { Timestamp } from '../values/timestamp.js';

/**
 * A record that must not be purged, nor what it owns or belongs to, nor their history, for as long as this row is
 * there. Who placed and released it is in the audit log.
 */
@Entity()
export class LegalHold {
  @PrimaryKey({ type: 'uuid' })
  entityId!: string;

  /** The table's name. */
  @Property({ type: 'text' })
  entityType!: string;

  /** The change set in which it was placed: who and why. */
  @ManyToOne(() => ChangeSet)
  changeSet!: ChangeSet;

  @Property({ type: 'text' })
  reason!: string;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  placedAt!: Opt<string>;
}
