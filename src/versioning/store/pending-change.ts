import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * A change of a row that has come past the application and is to get its version with all others of the transaction, in one
 * step. Written and removed by the database within one transaction, so that nobody else ever sees one.
 */
@Entity()
export class PendingChange {
  /** Of the transaction: so none meets what others have left to be cleared away. */
  @PrimaryKey({ columnType: 'xid8', type: 'string' })
  xid!: string;

  @PrimaryKey({ type: 'uuid' })
  entityId!: string;

  /** That it is to get. */
  @PrimaryKey({ type: 'integer' })
  version!: number;

  /** The table's name. */
  @Property({ type: 'text' })
  entityType!: string;

  @Property({ type: 'text' })
  operation!: string;

  /** The row as the statement left it, without sensitive columns. */
  @Property({ type: 'json', columnType: 'jsonb' })
  state!: Record<string, unknown>;

  /** Sensitive columns that changed. */
  @Property({ type: 'json', columnType: 'jsonb' })
  redacted!: string[];

  /** Whether none was waiting when it came: the end of the transaction comes to it, and takes the others along. */
  @Property({ type: 'boolean' })
  isFirst!: boolean;
}
