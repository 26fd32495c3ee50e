import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * That a record once referred to another and does so no longer, or is gone: where a list of children as of an instant
 * looks besides the living table. Written by `keep_past_references` alone.
 */
@Entity()
@Index({ properties: ['targetId', 'entityType'] })
export class PastReference {
  @PrimaryKey({ type: 'uuid' })
  entityId!: string;

  @PrimaryKey({ type: 'uuid' })
  targetId!: string;

  /** The table's name. */
  @Property({ type: 'text' })
  entityType!: string;
}
