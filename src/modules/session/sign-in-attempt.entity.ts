import { type Opt, raw } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../../versioning/index.js';

/**
 * How often somebody has tried to sign in lately, counted in the database so that all instances of the server count
 * together. It belongs to no tenant, because it is counted before one is known; whose attempts they are cannot be read
 * from it, only a hash.
 */
@Entity()
export class SignInAttempt {
  /** A hash of the account or of the network address. */
  @PrimaryKey({ type: 'text' })
  key!: string;

  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  @Index()
  windowStart!: Opt<string>;

  @Property({ type: 'integer' })
  count!: number;
}
