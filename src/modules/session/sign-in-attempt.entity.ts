import { raw } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Timestamp } from '../../versioning/index.js';

/**
 * What is known of those who sign in, in the database so that all instances of the server know it together. It belongs to
 * no tenant, because it is needed before one is known; whom a row is about cannot be read from it, only a hash.
 */
@Entity()
export class SignInAttempt {
  /** A hash of an account, a network address, or both. */
  @PrimaryKey({ type: 'text' })
  key!: string;

  /** How long the row says anything; from then on it is as good as none, and taken for another key. */
  @Property({ type: Timestamp, default: raw('clock_timestamp()') })
  @Index()
  until!: string;
}
