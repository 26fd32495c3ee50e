import { Migration } from '@mikro-orm/migrations';

export class Migration20261121234339_initial extends Migration {

  override name = 'Migration20261121234339_initial';

  override up(): void | Promise<void> {
    this.addSql(`create table "change_set" ("id" uuid not null, "actor_kind" text not null, "actor_id" text not null, "reason" text null, "request_id" text null, "operation_name" text null, "source" text not null, "xid" xid8 not null default pg_current_xact_id(), "snapshot" pg_snapshot not null default pg_current_snapshot(), "recorded_at" timestamptz not null default clock_timestamp(), "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("id"));`);
    this.addSql(`create index "change_set_xid_index" on "change_set" ("xid");`);
    this.addSql(`alter table "change_set" add constraint "change_set_tenant_id_id_unique" unique ("tenant_id", "id");`);
    this.addSql(`alter table "change_set" add constraint "change_set_actor_kind_check" check ("actor_kind" in ('USER', 'SERVICE', 'SYSTEM', 'SQL'));`);
    this.addSql(`alter table "change_set" add constraint "change_set_source_check" check ("source" in ('API', 'CLI', 'SQL'));`);
    this.addSql(`create trigger "change_set_tenant" before update of tenant_id on "change_set" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "change_set_no_truncate" before truncate on "change_set" for each statement execute function palimpsest.refuse();`);

    this.addSql(`create table "audit_entry" ("id" uuid not null default gen_random_uuid(), "occurred_at" timestamptz not null default clock_timestamp(), "action" text not null, "actor_kind" text null, "actor_id" text null, "entity_type" text null, "entity_id" uuid null, "version" int null, "before" jsonb null, "after" jsonb null, "change_set_id" uuid null, "request_id" text null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("id", "occurred_at")) partition by range ("occurred_at");`);
    this.addSql(`create index "audit_entry_action_index" on "audit_entry" ("action");`);
    this.addSql(`create index "audit_entry_entity_id_version_index" on "audit_entry" ("entity_id", "version");`);
    this.addSql(`create index "audit_entry_tenant_id_change_set_id_index" on "audit_entry" ("tenant_id", "change_set_id");`);
    this.addSql(`alter table "audit_entry" add constraint "audit_entry_actor_kind_check" check ("actor_kind" in ('USER', 'SERVICE', 'SYSTEM', 'SQL'));`);
    this.addSql(`create trigger "audit_entry_tenant" before update of tenant_id on "audit_entry" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "audit_entry_no_truncate" before truncate on "audit_entry" for each statement execute function palimpsest.refuse();`);
    this.addSql(`create table "audit_entry_default" partition of "audit_entry" default;`);

    this.addSql(`create table "entity_version" ("entity_id" uuid not null, "version" int not null, "entity_type" text not null, "operation" text not null, "cause_id" uuid null, "snapshot" jsonb not null, "changed" jsonb not null, "change_set_id" uuid not null, "xid" xid8 not null default pg_current_xact_id(), "seen" pg_snapshot not null default pg_current_snapshot(), "recorded_at" timestamptz not null default clock_timestamp(), "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("entity_id", "version"));`);
    this.addSql(`create index "entity_version_entity_type_entity_id_index" on "entity_version" ("entity_type", "entity_id");`);
    this.addSql(`create index "entity_version_tenant_id_change_set_id_index" on "entity_version" ("tenant_id", "change_set_id");`);
    this.addSql(`alter table "entity_version" add constraint "entity_version_operation_check" check ("operation" in ('CREATE', 'UPDATE', 'DELETE', 'RESTORE', 'REVERT', 'UNDO'));`);
    this.addSql(`create trigger "entity_version_tenant" before update of tenant_id on "entity_version" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create constraint trigger "entity_version_check" after insert on "entity_version" deferrable initially deferred for each row execute function palimpsest.check_version();`);
    this.addSql(`create trigger "entity_version_no_truncate" before truncate on "entity_version" for each statement execute function palimpsest.refuse();`);

    this.addSql(`create table "organization" ("id" uuid not null, "slug" varchar(255) not null, "name" varchar(255) not null, primary key ("id"));`);
    this.addSql(`alter table "organization" add constraint "organization_slug_unique" unique ("slug");`);

    this.addSql(`create table "sign_in_attempt" ("key" text not null, "window_start" timestamptz not null default clock_timestamp(), "count" int not null, primary key ("key"));`);
    this.addSql(`create index "sign_in_attempt_window_start_index" on "sign_in_attempt" ("window_start");`);

    this.addSql(`create table "tag" ("id" uuid not null, "version" int not null default 1, "created_at" timestamptz not null default statement_timestamp(), "created_by" text null, "updated_at" timestamptz not null default statement_timestamp(), "updated_by" text null, "deleted_at" timestamptz null, "deleted_by" text null, "deleted_in" uuid null, "name" varchar(255) not null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("id"));`);
    this.addSql(`create unique index "tag_tenant_id_name_unique" on "tag" ("tenant_id", "name") where (deleted_at is null);`);
    this.addSql(`alter table "tag" add constraint "tag_tenant_id_id_unique" unique ("tenant_id", "id");`);
    this.addSql(`create trigger "tag_tenant" before update of tenant_id on "tag" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "tag_version" before insert or update on "tag" for each row execute function palimpsest.keep_version();`);
    this.addSql(`create constraint trigger "tag_history" after insert or update on "tag" deferrable initially deferred for each row execute function palimpsest.record_change('{}', '{name,deleted_at}', '[]');`);
    this.addSql(`create trigger "tag_removal" after delete on "tag" for each row execute function palimpsest.record_removal('{}', '{name,deleted_at}', '[]');`);
    this.addSql(`create trigger "tag_no_truncate" before truncate on "tag" for each statement execute function palimpsest.refuse();`);

    this.addSql(`create table "tombstone" ("entity_id" uuid not null, "entity_type" text not null, "version" int not null, "change_set_id" uuid not null, "removed_at" timestamptz not null default clock_timestamp(), "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("entity_id"));`);
    this.addSql(`create index "tombstone_tenant_id_change_set_id_index" on "tombstone" ("tenant_id", "change_set_id");`);
    this.addSql(`create trigger "tombstone_tenant" before update of tenant_id on "tombstone" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "tombstone_no_truncate" before truncate on "tombstone" for each statement execute function palimpsest.refuse();`);

    this.addSql(`create table "user" ("id" uuid not null, "version" int not null default 1, "created_at" timestamptz not null default statement_timestamp(), "created_by" text null, "updated_at" timestamptz not null default statement_timestamp(), "updated_by" text null, "deleted_at" timestamptz null, "deleted_by" text null, "deleted_in" uuid null, "email" varchar(255) not null, "display_name" varchar(255) not null, "role" text not null, "password_hash" text null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("id"));`);
    this.addSql(`create unique index "user_tenant_id_email_unique" on "user" ("tenant_id", "email") where (deleted_at is null);`);
    this.addSql(`alter table "user" add constraint "user_tenant_id_id_unique" unique ("tenant_id", "id");`);
    this.addSql(`alter table "user" add constraint "user_role_check" check ("role" in ('VIEWER', 'EDITOR', 'ADMIN'));`);
    this.addSql(`create trigger "user_tenant" before update of tenant_id on "user" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "user_version" before insert or update on "user" for each row execute function palimpsest.keep_version();`);
    this.addSql(`create constraint trigger "user_history" after insert or update on "user" deferrable initially deferred for each row execute function palimpsest.record_change('{password_hash}', '{email,display_name,role,deleted_at}', '[]');`);
    this.addSql(`create trigger "user_removal" after delete on "user" for each row execute function palimpsest.record_removal('{password_hash}', '{email,display_name,role,deleted_at}', '[]');`);
    this.addSql(`create trigger "user_no_truncate" before truncate on "user" for each statement execute function palimpsest.refuse();`);

    this.addSql(`create table "post" ("id" uuid not null, "version" int not null default 1, "created_at" timestamptz not null default statement_timestamp(), "created_by" text null, "updated_at" timestamptz not null default statement_timestamp(), "updated_by" text null, "deleted_at" timestamptz null, "deleted_by" text null, "deleted_in" uuid null, "title" varchar(255) not null, "slug" varchar(255) not null, "body" text not null, "status" text not null default 'DRAFT', "published_at" timestamptz null, "metadata" jsonb null, "author_id" uuid null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("id"));`);
    this.addSql(`create unique index "post_tenant_id_slug_unique" on "post" ("tenant_id", "slug") where (deleted_at is null);`);
    this.addSql(`create index "post_tenant_id_author_id_index" on "post" ("tenant_id", "author_id");`);
    this.addSql(`alter table "post" add constraint "post_tenant_id_id_unique" unique ("tenant_id", "id");`);
    this.addSql(`alter table "post" add constraint "post_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'ARCHIVED'));`);
    this.addSql(`create trigger "post_tenant" before update of tenant_id on "post" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "post_version" before insert or update on "post" for each row execute function palimpsest.keep_version();`);
    this.addSql(`create constraint trigger "post_history" after insert or update on "post" deferrable initially deferred for each row execute function palimpsest.record_change('{}', '{title,slug,body,status,published_at,metadata,author_id,tag_ids,deleted_at}', '[{"key":"tag_ids","table":"post_tags","owner":"post_id","target":"tag_id"}]');`);
    this.addSql(`create trigger "post_removal" after delete on "post" for each row execute function palimpsest.record_removal('{}', '{title,slug,body,status,published_at,metadata,author_id,tag_ids,deleted_at}', '[{"key":"tag_ids","table":"post_tags","owner":"post_id","target":"tag_id"}]');`);
    this.addSql(`create trigger "post_no_truncate" before truncate on "post" for each statement execute function palimpsest.refuse();`);

    this.addSql(`create table "post_tags" ("post_id" uuid not null, "tag_id" uuid not null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("post_id", "tag_id"));`);
    this.addSql(`create index "post_tags_tenant_id_post_id_index" on "post_tags" ("tenant_id", "post_id");`);
    this.addSql(`create index "post_tags_tenant_id_tag_id_index" on "post_tags" ("tenant_id", "tag_id");`);
    this.addSql(`create trigger "post_tags_tenant" before update of tenant_id on "post_tags" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create constraint trigger "post_tags_links" after insert or update or delete on "post_tags" deferrable initially deferred for each row execute function palimpsest.record_links('post', 'post_id', '[{"key":"tag_ids","table":"post_tags","owner":"post_id","target":"tag_id"}]');`);
    this.addSql(`create trigger "post_tags_no_truncate" before truncate on "post_tags" for each statement execute function palimpsest.refuse();`);

    this.addSql(`create table "comment" ("id" uuid not null, "version" int not null default 1, "created_at" timestamptz not null default statement_timestamp(), "created_by" text null, "updated_at" timestamptz not null default statement_timestamp(), "updated_by" text null, "deleted_at" timestamptz null, "deleted_by" text null, "deleted_in" uuid null, "body" text not null, "post_id" uuid not null, "author_id" uuid null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("id"));`);
    this.addSql(`create index "comment_tenant_id_post_id_index" on "comment" ("tenant_id", "post_id");`);
    this.addSql(`create index "comment_tenant_id_author_id_index" on "comment" ("tenant_id", "author_id");`);
    this.addSql(`create trigger "comment_tenant" before update of tenant_id on "comment" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "comment_version" before insert or update on "comment" for each row execute function palimpsest.keep_version();`);
    this.addSql(`create constraint trigger "comment_history" after insert or update on "comment" deferrable initially deferred for each row execute function palimpsest.record_change('{}', '{body,post_id,author_id,deleted_at}', '[]');`);
    this.addSql(`create trigger "comment_removal" after delete on "comment" for each row execute function palimpsest.record_removal('{}', '{body,post_id,author_id,deleted_at}', '[]');`);
    this.addSql(`create trigger "comment_no_truncate" before truncate on "comment" for each statement execute function palimpsest.refuse();`);

    this.addSql(`alter table "audit_entry" add constraint "audit_entry_change_set_id_foreign" foreign key ("tenant_id", "change_set_id") references "change_set" ("tenant_id", "id");`);

    this.addSql(`alter table "entity_version" add constraint "entity_version_change_set_id_foreign" foreign key ("tenant_id", "change_set_id") references "change_set" ("tenant_id", "id");`);

    this.addSql(`alter table "tombstone" add constraint "tombstone_change_set_id_foreign" foreign key ("tenant_id", "change_set_id") references "change_set" ("tenant_id", "id");`);

    this.addSql(`alter table "post" add constraint "post_author_id_foreign" foreign key ("tenant_id", "author_id") references "user" ("tenant_id", "id");`);

    this.addSql(`alter table "post_tags" add constraint "post_tags_post_id_foreign" foreign key ("tenant_id", "post_id") references "post" ("tenant_id", "id");`);
    this.addSql(`alter table "post_tags" add constraint "post_tags_tag_id_foreign" foreign key ("tenant_id", "tag_id") references "tag" ("tenant_id", "id");`);

    this.addSql(`alter table "comment" add constraint "comment_post_id_foreign" foreign key ("tenant_id", "post_id") references "post" ("tenant_id", "id");`);
    this.addSql(`alter table "comment" add constraint "comment_author_id_foreign" foreign key ("tenant_id", "author_id") references "user" ("tenant_id", "id");`);

    this.addSql(`alter table "change_set" enable row level security;`);
    this.addSql(`alter table "change_set" force row level security;`);
    this.addSql(`create policy "tenant" on "change_set" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`alter table "audit_entry" enable row level security;`);
    this.addSql(`alter table "audit_entry" force row level security;`);
    this.addSql(`create policy "tenant" on "audit_entry" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`alter table "entity_version" enable row level security;`);
    this.addSql(`alter table "entity_version" force row level security;`);
    this.addSql(`create policy "tenant" on "entity_version" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`alter table "organization" enable row level security;`);
    this.addSql(`alter table "organization" force row level security;`);
    this.addSql(`create policy "tenant" on "organization" using (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`create policy "owner" on "organization" for select using (nullif(current_setting('app.tenant_id', true), '') is null and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = 'organization'::regclass));`);
    this.addSql(`create policy "by_slug" on "organization" for select using (slug = (select nullif(current_setting('app.organization_slug', true), '')));`);
    this.addSql(`alter table "tag" enable row level security;`);
    this.addSql(`alter table "tag" force row level security;`);
    this.addSql(`create policy "tenant" on "tag" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`alter table "tombstone" enable row level security;`);
    this.addSql(`alter table "tombstone" force row level security;`);
    this.addSql(`create policy "tenant" on "tombstone" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`alter table "user" enable row level security;`);
    this.addSql(`alter table "user" force row level security;`);
    this.addSql(`create policy "tenant" on "user" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`alter table "post" enable row level security;`);
    this.addSql(`alter table "post" force row level security;`);
    this.addSql(`create policy "tenant" on "post" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`alter table "post_tags" enable row level security;`);
    this.addSql(`alter table "post_tags" force row level security;`);
    this.addSql(`create policy "tenant" on "post_tags" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
    this.addSql(`alter table "comment" enable row level security;`);
    this.addSql(`alter table "comment" force row level security;`);
    this.addSql(`create policy "tenant" on "comment" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);
  }

}
