import { Migration } from '@mikro-orm/migrations';

/** Stored numbers of transactions last, and so does the order of commit. */
export class Migration20261127083704_order_of_commit extends Migration {

  override name = 'Migration20261127083704_order_of_commit';

  override up(): void | Promise<void> {
    this.addSql(`create table "sealed_change_set" ("place" bigint not null, "change_set_id" uuid not null, "committed_at" timestamptz not null, "basis" text not null, "instant" pg_snapshot not null, "sealed_at" timestamptz not null default clock_timestamp(), "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("tenant_id", "place"));`);
    this.addSql(`create index "sealed_change_set_tenant_id_committed_at_place_index" on "sealed_change_set" ("tenant_id", "committed_at", "place");`);
    this.addSql(`alter table "sealed_change_set" add constraint "sealed_change_set_tenant_id_change_set_id_unique" unique ("tenant_id", "change_set_id");`);

    this.addSql(`create table "transaction_numbering" ("line" int not null, "identity" text not null, "number_offset" bigint not null, "own_since" xid8 not null, "last_number" xid8 null, "inner_key" bytea not null, "outer_key" bytea not null, "begun_at" timestamptz not null default clock_timestamp(), primary key ("line"));`);

    this.addSql(`alter table "change_set" alter column "snapshot" set default palimpsest.current_snapshot();`);
    this.addSql(`alter table "change_set" alter column "xid" set default palimpsest.transaction_number();`);

    this.addSql(`alter table "entity_version" alter column "seen" set default palimpsest.current_snapshot();`);
    this.addSql(`alter table "entity_version" alter column "xid" set default palimpsest.transaction_number();`);

    this.addSql(`alter table "history_start" add "xid" xid8 null, add "since" timestamptz null;`);
    // Policies bind the owner, too: each tenant's in turn.
    this.addSql(`do $$ declare somebody jsonb; begin
      for somebody in select palimpsest.everyone() loop
        perform palimpsest.work_for(somebody);
        update "history_start" h set xid = coalesce(v.xid, s.xid), since = coalesce(v.recorded_at, d.removed_at)
        from "history_start" o
        left join "entity_version" v on v.entity_id = o.entity_id and v.version = o.version
        left join "tombstone" d on d.entity_id = o.entity_id
        left join "change_set" s on s.id = d.change_set_id
        where o.entity_id = h.entity_id;
      end loop;
      perform palimpsest.work_for('{}');
    end $$;`);
    this.addSql(`create index "history_start_tenant_id_entity_type_xid_index" on "history_start" ("tenant_id", "entity_type", "xid");`);

    this.addSql(`alter table "sealed_change_set" add constraint "sealed_change_set_basis_check" check (basis in ('COMMIT', 'SNAPSHOT', 'RECORDED'));`);
    this.addSql(`create trigger "sealed_change_set_tenant" before update of tenant_id on "sealed_change_set" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "sealed_change_set_no_truncate" before truncate on "sealed_change_set" for each statement execute function palimpsest.refuse();`);
    this.addSql(`alter table "sealed_change_set" enable row level security;`);
    this.addSql(`alter table "sealed_change_set" force row level security;`);
    this.addSql(`create policy "tenant" on "sealed_change_set" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);

    this.addSql(`create trigger "transaction_numbering_no_truncate" before truncate on "transaction_numbering" for each statement execute function palimpsest.refuse();`);
  }

}
