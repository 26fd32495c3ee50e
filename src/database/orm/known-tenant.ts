import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';

/**
 * For whom there have ever been rows, written by the database alone; of all tenants together, and nothing but their
 * ids.
 */
@Entity()
export class KnownTenant {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
}
