import { raw } from '@mikro-orm/core';
import { Check, Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../../versioning/index.js';

/**
 * What is known of those who sign in, in the database so that all instances of the server know it together. It belongs
 * to no tenant, because it is needed before one is known; whom a row is about cannot be read from it, only a hash.
 */
@Entity()
// Nobody is known, or has to wait, for longer.
@Check({
  name: 'sign_in_attempt_until_bounded',
  expression: `until >= '0001-01-01 00:00:00+00' and until < clock_timestamp() + interval '31 days'`,
})
export class SignInAttempt {
  /** A hash of an account, a network address, or both. */
  @PrimaryKey({ type: 'text' })
  key!: string;

  /** How long the row says anything; from then on it is as good as none, and taken for another key. */
  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  @Index()
  until!: string;
}
