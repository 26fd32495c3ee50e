import { Migration } from '@mikro-orm/migrations';

/** Changes past the application wait in a table until all have come to the end of their transaction, and versions are checked in sets. */
export class Migration20261127044201_record_sets extends Migration {

  override name = 'Migration20261127044201_record_sets';

  override up(): void | Promise<void> {
    this.addSql(`create table "pending_change" ("xid" xid8 not null, "entity_id" uuid not null, "version" int not null, "entity_type" text not null, "operation" text not null, "state" jsonb not null, "redacted" jsonb not null, "is_first" boolean not null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("tenant_id", "xid", "entity_id", "version"));`);

    this.addSql(`drop trigger if exists "entity_version_check" on "entity_version";`);
    this.addSql(`create constraint trigger "entity_version_cause" after insert on "entity_version" deferrable initially deferred for each row when (new.cause_id is not null) execute function palimpsest.check_version();`);
    this.addSql(`create trigger "entity_version_check" after insert on "entity_version" referencing new table as written for each statement execute function palimpsest.check_versions();`);

    this.addSql(`create trigger "pending_change_tenant" before update of tenant_id on "pending_change" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create constraint trigger "pending_change_record" after insert on "pending_change" deferrable initially deferred for each row when (new.is_first) execute function palimpsest.record_changes();`);
    this.addSql(`create trigger "pending_change_no_truncate" before truncate on "pending_change" for each statement execute function palimpsest.refuse();`);
    this.addSql(`alter table "pending_change" enable row level security;`);
    this.addSql(`alter table "pending_change" force row level security;`);
    this.addSql(`create policy "tenant" on "pending_change" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
  }

}
