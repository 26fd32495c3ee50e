import { type Opt, raw } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../values/timestamp.js';

/**
 * A month of the audit log that is gone, so that what is missing is known to have been dropped. Of all tenants
 * together.
 */
@Entity()
export class AuditDrop {
  /** The month's first instant, UTC. */
  @PrimaryKey({ type: Timestamp })
  startsAt!: string;

  /** The next month's first instant, UTC. */
  @Property({ type: Timestamp })
  endsAt!: string;

  /** How many entries it had. */
  @Property({ type: 'bigint' })
  entries!: string;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  droppedAt!: Opt<string>;

  /** The database role. */
  @Property({ type: 'text', default: raw('session_user') })
  droppedBy!: Opt<string>;
}
