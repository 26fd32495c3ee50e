import { Migration } from '@mikro-orm/migrations';

export class Migration20261126200035_past_references extends Migration {

  override name = 'Migration20261126200035_past_references';

  override up(): void | Promise<void> {
    this.addSql(`create table "past_reference" ("entity_id" uuid not null, "target_id" uuid not null, "entity_type" text not null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("entity_id", "target_id"));`);
    this.addSql(`create index "past_reference_tenant_id_target_id_entity_type_index" on "past_reference" ("tenant_id", "target_id", "entity_type");`);

    this.addSql(`create trigger "post_references" after update of "author_id" or delete on "post" for each row execute function palimpsest.keep_past_references('{author_id}');`);

    this.addSql(`create trigger "comment_references" after update of "post_id", "author_id" or delete on "comment" for each row execute function palimpsest.keep_past_references('{post_id,author_id}');`);

    this.addSql(`create trigger "past_reference_tenant" before update of tenant_id on "past_reference" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "past_reference_no_truncate" before truncate on "past_reference" for each statement execute function palimpsest.refuse();`);
    this.addSql(`alter table "past_reference" enable row level security;`);
    this.addSql(`alter table "past_reference" force row level security;`);
    this.addSql(`create policy "tenant" on "past_reference" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);

    // Last: from here on the triggers keep what changes, and whoever writes waits for the end of this.
    this.addSql(`select palimpsest.begin_past_references();`);
  }

}
