import { type Opt, raw } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ActorKind } from '../model/actor.js';
import { ChangeSet } from './change-set.js';
import { Timestamp } from '../values/timestamp.js';

/**
 * Who did what to which record. One for each version, and more for what leaves no version (sign-in, refused access).
 * Append-only; partitioned by month, hence the instant in its key.
 */
@Entity({
  partitionBy: {
    type: 'range',
    expression: 'occurred_at',
    partitions: [{ name: 'audit_entry_default', values: 'default' }],
  },
})
@Index({ properties: ['entityId', 'version'] })
@Index({ properties: ['action'] })
@Index({ properties: ['occurredAt'] })
export class AuditEntry {
  @PrimaryKey({ type: 'uuid', default: raw('gen_random_uuid()') })
  id!: Opt<string>;

  @PrimaryKey({ type: Timestamp, default: raw('clock_timestamp()') })
  occurredAt!: Opt<string>;

  /** `post.update`, `session.signIn`: the record's type or the subject, then what was done. */
  @Property({ type: 'text' })
  action!: string;

  @Enum({ items: () => ActorKind, type: 'text', nullable: true })
  actorKind?: ActorKind | null;

  @Property({ type: 'text', nullable: true })
  actorId?: string | null;

  @Property({ type: 'text', nullable: true })
  entityType?: string | null;

  @Property({ type: 'uuid', nullable: true })
  entityId?: string | null;

  @Property({ type: 'integer', nullable: true })
  version?: number | null;

  /** The changed columns alone, as they were. */
  @Property({ type: 'json', columnType: 'jsonb', nullable: true })
  before?: Record<string, unknown> | null;

  /** The changed columns alone, as they are now. */
  @Property({ type: 'json', columnType: 'jsonb', nullable: true })
  after?: Record<string, unknown> | null;

  @ManyToOne(() => ChangeSet, { nullable: true })
  changeSet?: ChangeSet | null;

  @Property({ type: 'text', nullable: true })
  requestId?: string | null;
}
