import { Migration } from '@mikro-orm/migrations';

/** What sealed change sets are about, so that questions find them. */
export class Migration20261127130213_questions extends Migration {

  override name = 'Migration20261127130213_questions';

  override up(): void | Promise<void> {
    this.addSql(`create table "change_set_topic" ("entity_type" text not null, "topic" text not null, "place" bigint not null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("tenant_id", "entity_type", "topic", "place"));`);

    this.addSql(`create trigger "change_set_topic_tenant" before update of tenant_id on "change_set_topic" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "change_set_topic_no_truncate" before truncate on "change_set_topic" for each statement execute function palimpsest.refuse();`);
    this.addSql(`alter table "change_set_topic" enable row level security;`);
    this.addSql(`alter table "change_set_topic" force row level security;`);
    this.addSql(`create policy "tenant" on "change_set_topic" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    // What is sealed already, of everybody.
    this.addSql(`do $$ declare somebody jsonb; begin
      for somebody in select palimpsest.everyone() loop
        perform palimpsest.work_for(somebody);
        perform palimpsest.note_topics(0);
      end loop;
      perform palimpsest.work_for('{}');
    end $$;`);
  }

}
