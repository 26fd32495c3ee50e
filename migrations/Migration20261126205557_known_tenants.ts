import { Migration } from '@mikro-orm/migrations';

export class Migration20261126205557_known_tenants extends Migration {

  override name = 'Migration20261126205557_known_tenants';

  override up(): void | Promise<void> {
    this.addSql(`create table "known_tenant" ("id" uuid not null, primary key ("id"));`);

    // The policies bind the owner too; within this transaction nobody else reaches the tables.
    this.addSql(`
      do $$ declare of_tenants regclass; who name; begin
        for of_tenants, who in
          select c.oid, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
          where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and a.attname = case c.relname when 'organization' then 'id' else 'tenant_id' end
        loop
          execute format('alter table %s no force row level security', of_tenants);
          execute format('insert into known_tenant (id) select distinct %I from %s on conflict do nothing', who, of_tenants);
          execute format('alter table %s force row level security', of_tenants);
        end loop;
      end $$;`);
    this.addSql(`create trigger "change_set_known" after insert on "change_set" for each row execute function palimpsest.know_tenant('tenant_id');`);

    this.addSql(`update job_run set started_at = least(started_at, clock_timestamp()),
      finished_at = case when finished_at is not null then least(finished_at, clock_timestamp()) end, succeeded_at = case when succeeded_at is not null then least(succeeded_at, clock_timestamp()) end
      where greatest(started_at, finished_at, succeeded_at) > clock_timestamp();`);
    this.addSql(`alter table "job_run" add constraint "job_run_check" check (greatest(started_at, finished_at, succeeded_at) < clock_timestamp() + interval '1 minute');`);

    this.addSql(`create trigger "organization_known" after insert on "organization" for each row execute function palimpsest.know_tenant('id');`);
    this.addSql(`create trigger "organization_kept" before delete on "organization" for each row execute function palimpsest.refuse();`);
    this.addSql(`create trigger "organization_no_truncate" before truncate on "organization" for each statement execute function palimpsest.refuse();`);
  }

}
