import { Check, Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * How long what is gone is kept, as the database knows it: `migrate up` writes it, as the owner, from what the entities
 * declare and the settings override. Kept here because what removes history must not take its limits from who calls it.
 * The same for all tenants.
 */
@Entity()
@Check({ expression: 'trash_days >= 0 and history_days >= 0 and history_versions >= 1' })
export class RetentionPolicy {
  /** The table's name; `audit_entry` is the audit log, of which only `historyDays` is set. */
  @PrimaryKey({ type: 'text' })
  entityType!: string;

  /** Days a deleted record stays in the trash; null: for ever. */
  @Property({ type: 'integer', nullable: true })
  trashDays?: number | null;

  /** Days a version is kept after the next one, or the purge, has superseded it; null: no such limit. */
  @Property({ type: 'integer', nullable: true })
  historyDays?: number | null;

  /** Newest versions that are kept whatever their age; null: no such limit. */
  @Property({ type: 'integer', nullable: true })
  historyVersions?: number | null;

  /** The references to the records that own this one: `[{ "column": "post_id", "table": "post" }]`. */
  @Property({ type: 'json', columnType: 'jsonb' })
  owners!: readonly { readonly column: string; readonly table: string }[];
}
