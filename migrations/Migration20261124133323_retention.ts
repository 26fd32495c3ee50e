import { Migration } from '@mikro-orm/migrations';

export class Migration20261124133323_retention extends Migration {

  override name = 'Migration20261124133323_retention';

  override up(): void | Promise<void> {
    this.addSql(`create table "audit_drop" ("starts_at" timestamptz not null, "ends_at" timestamptz not null, "entries" bigint not null, "dropped_at" timestamptz not null default clock_timestamp(), "dropped_by" text not null default session_user, primary key ("starts_at"));`);

    this.addSql(`create table "history_start" ("entity_id" uuid not null, "entity_type" text not null, "version" int not null, "trimmed_at" timestamptz not null default clock_timestamp(), "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("entity_id"));`);

    this.addSql(`create table "job_run" ("name" text not null, "started_at" timestamptz not null, "finished_at" timestamptz null, "succeeded_at" timestamptz null, "failure" text null, "report" jsonb null, primary key ("name"));`);

    this.addSql(`create table "legal_hold" ("entity_id" uuid not null, "entity_type" text not null, "change_set_id" uuid not null, "reason" text not null, "placed_at" timestamptz not null default clock_timestamp(), "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("entity_id"));`);
    this.addSql(`create index "legal_hold_tenant_id_change_set_id_index" on "legal_hold" ("tenant_id", "change_set_id");`);

    this.addSql(`create table "retention_policy" ("entity_type" text not null, "trash_days" int null, "history_days" int null, "history_versions" int null, "owners" jsonb not null, primary key ("entity_type"));`);

    this.addSql(`drop index "change_set_xid_index";`);
    this.addSql(`create index "change_set_tenant_id_xid_index" on "change_set" ("tenant_id", "xid");`);

    this.addSql(`drop index "audit_entry_action_index";`);
    this.addSql(`drop index "audit_entry_entity_id_version_index";`);
    this.addSql(`create index "audit_entry_tenant_id_occurred_at_index" on "audit_entry" ("tenant_id", "occurred_at");`);
    this.addSql(`create index "audit_entry_tenant_id_action_index" on "audit_entry" ("tenant_id", "action");`);
    this.addSql(`create index "audit_entry_tenant_id_entity_id_version_index" on "audit_entry" ("tenant_id", "entity_id", "version");`);

    this.addSql(`drop index "entity_version_entity_type_entity_id_index";`);
    this.addSql(`create index "entity_version_tenant_id_cause_id_index" on "entity_version" ("tenant_id", "cause_id") where cause_id is not null;`);
    this.addSql(`create index "entity_version_tenant_id_entity_type_entity_id_index" on "entity_version" ("tenant_id", "entity_type", "entity_id");`);

    this.addSql(`create index "tag_tenant_id_deleted_at_index" on "tag" ("tenant_id", "deleted_at") where not (deleted_at is null);`);
    this.addSql(`create trigger "tag_held" before delete on "tag" for each row execute function palimpsest.refuse_held();`);

    this.addSql(`create index "user_tenant_id_deleted_at_index" on "user" ("tenant_id", "deleted_at") where not (deleted_at is null);`);
    this.addSql(`create trigger "user_held" before delete on "user" for each row execute function palimpsest.refuse_held();`);

    this.addSql(`create index "post_tenant_id_deleted_at_index" on "post" ("tenant_id", "deleted_at") where not (deleted_at is null);`);
    this.addSql(`create trigger "post_held" before delete on "post" for each row execute function palimpsest.refuse_held();`);

    this.addSql(`create index "comment_tenant_id_deleted_at_index" on "comment" ("tenant_id", "deleted_at") where not (deleted_at is null);`);
    this.addSql(`create trigger "comment_held" before delete on "comment" for each row execute function palimpsest.refuse_held();`);

    this.addSql(`create trigger "history_start_tenant" before update of tenant_id on "history_start" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "history_start_no_truncate" before truncate on "history_start" for each statement execute function palimpsest.refuse();`);
    this.addSql(`alter table "history_start" enable row level security;`);
    this.addSql(`alter table "history_start" force row level security;`);
    this.addSql(`create policy "tenant" on "history_start" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);

    this.addSql(`alter table "legal_hold" add constraint "legal_hold_change_set_id_foreign" foreign key ("tenant_id", "change_set_id") references "change_set" ("tenant_id", "id");`);
    this.addSql(`create trigger "legal_hold_tenant" before update of tenant_id on "legal_hold" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "legal_hold_audit" after insert or delete on "legal_hold" for each row execute function palimpsest.record_hold();`);
    this.addSql(`create trigger "legal_hold_no_truncate" before truncate on "legal_hold" for each statement execute function palimpsest.refuse();`);
    this.addSql(`alter table "legal_hold" enable row level security;`);
    this.addSql(`alter table "legal_hold" force row level security;`);
    this.addSql(`create policy "tenant" on "legal_hold" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);

    this.addSql(`alter table "retention_policy" add constraint "retention_policy_check" check (trash_days >= 0 and history_days >= 0 and history_versions >= 1);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "audit_drop" cascade;`);
    this.addSql(`drop trigger if exists "history_start_tenant" on "history_start";`);
    this.addSql(`drop function if exists "history_start_history_start_tenant_fn"();`);
    this.addSql(`drop trigger if exists "history_start_no_truncate" on "history_start";`);
    this.addSql(`drop function if exists "history_start_history_start_no_truncate_fn"();`);
    this.addSql(`drop table if exists "history_start" cascade;`);
    this.addSql(`drop table if exists "job_run" cascade;`);
    this.addSql(`drop trigger if exists "legal_hold_tenant" on "legal_hold";`);
    this.addSql(`drop function if exists "legal_hold_legal_hold_tenant_fn"();`);
    this.addSql(`drop trigger if exists "legal_hold_audit" on "legal_hold";`);
    this.addSql(`drop function if exists "legal_hold_legal_hold_audit_fn"();`);
    this.addSql(`drop trigger if exists "legal_hold_no_truncate" on "legal_hold";`);
    this.addSql(`drop function if exists "legal_hold_legal_hold_no_truncate_fn"();`);
    this.addSql(`drop table if exists "legal_hold" cascade;`);
    this.addSql(`drop table if exists "retention_policy" cascade;`);

    this.addSql(`drop index "audit_entry_tenant_id_occurred_at_index";`);
    this.addSql(`drop index "audit_entry_tenant_id_action_index";`);
    this.addSql(`drop index "audit_entry_tenant_id_entity_id_version_index";`);
    this.addSql(`create index "audit_entry_action_index" on "audit_entry" ("action");`);
    this.addSql(`create index "audit_entry_entity_id_version_index" on "audit_entry" ("entity_id", "version");`);

    this.addSql(`drop index "change_set_tenant_id_xid_index";`);
    this.addSql(`create index "change_set_xid_index" on "change_set" ("xid");`);

    this.addSql(`drop index "comment_tenant_id_deleted_at_index";`);
    this.addSql(`drop trigger if exists "comment_held" on "comment";`);
    this.addSql(`drop function if exists "comment_comment_held_fn"();`);

    this.addSql(`drop index "entity_version_tenant_id_cause_id_index";`);
    this.addSql(`drop index "entity_version_tenant_id_entity_type_entity_id_index";`);
    this.addSql(`create index "entity_version_entity_type_entity_id_index" on "entity_version" ("entity_type", "entity_id");`);

    this.addSql(`drop index "post_tenant_id_deleted_at_index";`);
    this.addSql(`drop trigger if exists "post_held" on "post";`);
    this.addSql(`drop function if exists "post_post_held_fn"();`);

    this.addSql(`drop index "tag_tenant_id_deleted_at_index";`);
    this.addSql(`drop trigger if exists "tag_held" on "tag";`);
    this.addSql(`drop function if exists "tag_tag_held_fn"();`);

    this.addSql(`drop index "user_tenant_id_deleted_at_index";`);
    this.addSql(`drop trigger if exists "user_held" on "user";`);
    this.addSql(`drop function if exists "user_user_held_fn"();`);
  }

}
