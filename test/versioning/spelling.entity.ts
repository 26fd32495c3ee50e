import { Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Decimal, ExactDecimal, ExactJson, JSON, Versioned, VersionedEntity } from '../../src/versioning/index.js';

/**
 * Columns whose values can be equal to PostgreSQL and read differently, or be written differently by a session's
 * settings.
 */
@Versioned()
export class Spelling extends VersionedEntity {
  @Field(() => Decimal, { nullable: true })
  @Property({ type: ExactDecimal, columnType: 'numeric', nullable: true })
  amount?: string | null;

  /** Compared without regard to case; by a collation that its migration gives it. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  name?: string | null;

  @Field(() => JSON, { nullable: true })
  @Property({ type: ExactJson, nullable: true })
  document?: unknown;

  @Property({ type: 'double', nullable: true })
  real?: number | null;

  @Property({ type: 'string', columnType: 'interval', nullable: true })
  duration?: string | null;

  @Property({ type: 'string', columnType: 'bytea', nullable: true })
  bytes?: string | null;

  @Property({ type: 'string', columnType: 'tstzrange', nullable: true })
  during?: string | null;
}
