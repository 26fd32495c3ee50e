import { Migration } from '@mikro-orm/migrations';

/** Summaries of change sets, by which searches find; and what retention has removed leaves no topics. */
export class Migration20261127163144_summaries extends Migration {

  override name = 'Migration20261127163144_summaries';

  override up(): void | Promise<void> {
    this.addSql(`create table "change_set_summary" ("first_place" bigint not null, "last_place" bigint not null, "bits" bytea null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("tenant_id", "first_place"));`);
    this.addSql(`create index "change_set_summary_tenant_id_first_place_index" on "change_set_summary" ("tenant_id", "first_place") where bits is null;`);

    this.addSql(`create trigger "change_set_forget" after delete on "change_set" referencing old table as removed for each statement execute function palimpsest.forget_change_sets();`);

    this.addSql(`create trigger "entity_version_forget" after delete on "entity_version" referencing old table as removed for each statement execute function palimpsest.forget_versions();`);

    this.addSql(`alter table "history_start" add "made_in" xid8 null;`);
    this.addSql(`create index "history_start_tenant_id_entity_type_made_in_index" on "history_start" ("tenant_id", "entity_type", "made_in");`);

    this.addSql(`alter table "change_set_summary" add constraint "change_set_summary_size_check" check (last_place = first_place + 63);`);
    this.addSql(`create trigger "change_set_summary_tenant" before update of tenant_id on "change_set_summary" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "change_set_summary_no_truncate" before truncate on "change_set_summary" for each statement execute function palimpsest.refuse();`);
    this.addSql(`alter table "change_set_summary" enable row level security;`);
    this.addSql(`alter table "change_set_summary" force row level security;`);
    this.addSql(`create policy "tenant" on "change_set_summary" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    // Where retention has removed versions, change sets are still said to be about them. Summaries are made as change sets are sealed.
    this.addSql(`do $$ declare somebody jsonb; begin
      for somebody in select palimpsest.everyone() loop
        perform palimpsest.work_for(somebody);
        if exists (select from "history_start") then
          delete from "change_set_topic";
          perform palimpsest.note_topics(0);
        end if;
      end loop;
      perform palimpsest.work_for('{}');
    end $$;`);
  }

}
