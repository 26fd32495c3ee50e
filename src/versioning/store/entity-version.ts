import { type Opt, raw } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ChangeSet } from './change-set.js';
import { Operation } from '../model/operation.js';
import { Timestamp } from '../values/timestamp.js';

/** One state in a record's life: the whole record after change number `version`. Append-only. */
@Entity()
@Index({ properties: ['entityType', 'entityId'] })
// By this alone the newest version at an instant is found: what the instant does not hold is passed over within the index.
@Index({ properties: ['entityId', 'version', 'xid'] })
@Index({ properties: ['causeId'], where: 'cause_id is not null' })
export class EntityVersion {
  @PrimaryKey({ type: 'uuid' })
  entityId!: string;

  @PrimaryKey({ type: 'integer' })
  version!: number;

  /** Which of the shapes of its table it was written under. */
  @Property({ type: 'integer' })
  shape!: number;

  /** The table's name. */
  @Property({ type: 'text' })
  entityType!: string;

  @Enum({ items: () => Operation, type: 'text' })
  operation!: Operation;

  /** The record whose deletion or restoration took this one along; null where it was changed for its own sake. */
  @Property({ type: 'uuid', nullable: true })
  causeId?: string | null;

  /** The row as `to_jsonb` gives it, keyed by column, sensitive columns left out, linked ids under `<links>_ids`. */
  @Property({ type: 'json', columnType: 'jsonb' })
  snapshot!: Record<string, unknown>;

  /** Names of the columns and links that changed against the version before, sensitive ones included. */
  @Property({ type: 'json', columnType: 'jsonb' })
  changed!: string[];

  @ManyToOne(() => ChangeSet)
  changeSet!: ChangeSet;

  @Property({ columnType: 'xid8', type: 'string', default: raw('palimpsest.transaction_number()') })
  xid!: Opt<string>;

  /** Which transactions had committed when it was written, after its row was locked: what it belongs together with. */
  @Property({ columnType: 'pg_snapshot', type: 'string', default: raw('palimpsest.current_snapshot()') })
  seen!: Opt<string>;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  recordedAt!: Opt<string>;
}
