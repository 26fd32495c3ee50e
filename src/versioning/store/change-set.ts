import { type Opt, raw } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ActorKind } from '../model/actor.js';
import { ChangeSource } from '../model/operation.js';
import { Timestamp } from '../values/timestamp.js';

/** Everything that one transaction changed: who, why, when and in which order of commit. Append-only. */
@Entity()
// Most undo nothing, and are to cost nothing.
@Index({ properties: ['undoes'], where: 'undoes_id is not null' })
// Of everybody: by it the sealing finds who has changed something.
@Index({ name: 'change_set_by_number', expression: 'create index "change_set_by_number" on "change_set" ("xid")' })
@Index({ properties: ['recordedAt', 'id'] })
@Index({ properties: ['actorId', 'recordedAt', 'id'] })
export class ChangeSet {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Enum({ items: () => ActorKind, type: 'text' })
  actorKind!: ActorKind;

  @Property({ type: 'text' })
  actorId!: string;

  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Property({ type: 'text', nullable: true })
  requestId?: string | null;

  @Property({ type: 'text', nullable: true })
  operationName?: string | null;

  @Enum({ items: () => ChangeSource, type: 'text' })
  source!: ChangeSource;

  /** The change set that this one undid. */
  @ManyToOne(() => ChangeSet, { nullable: true, index: false })
  undoes?: ChangeSet | null;

  /** Which transaction; with `snapshot` this orders change sets by commit, which no clock or sequence does. */
  @Index()
  @Property({ columnType: 'xid8', type: 'string', default: raw('palimpsest.transaction_number()') })
  xid!: Opt<string>;

  /** Which transactions had committed when this one wrote. */
  @Property({ columnType: 'pg_snapshot', type: 'string', default: raw('palimpsest.current_snapshot()') })
  snapshot!: Opt<string>;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  recordedAt!: Opt<string>;
}
