import { Migration } from '@mikro-orm/migrations';

export class Migration20261127010614_computed_values extends Migration {

  override name = 'Migration20261127010614_computed_values';

  override up(): void | Promise<void> {
    this.addSql(`create table "computed_value" ("entity_id" uuid not null, "version" int not null, "shape" int not null, "column_name" text not null, "value" jsonb null, "tenant_id" uuid not null default nullif(current_setting('app.tenant_id', true), '')::uuid, primary key ("entity_id", "version", "shape", "column_name"));`);

    this.addSql(`create trigger "entity_version_computed" after delete on "entity_version" referencing old table as removed for each statement execute function palimpsest.remove_computed_values();`);

    this.addSql(`create trigger "computed_value_tenant" before update of tenant_id on "computed_value" for each row when (old.tenant_id <> new.tenant_id) execute function palimpsest.keep_tenant();`);
    this.addSql(`create trigger "computed_value_no_truncate" before truncate on "computed_value" for each statement execute function palimpsest.refuse();`);
    this.addSql(`alter table "computed_value" enable row level security;`);
    this.addSql(`alter table "computed_value" force row level security;`);
    this.addSql(`create policy "tenant" on "computed_value" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));`);

    // What expressions of shapes that there are give today: from here on it stays so.
    this.addSql(`update "entity_shape" s set steps = (
      select jsonb_agg(case when step ? 'compute' then step || jsonb_build_object('shape', s.shape) else step end order by place)
      from jsonb_array_elements(s.steps) with ordinality as listed (step, place))
      where jsonb_path_exists(s.steps, '$[*].compute');`);
    this.addSql(`select palimpsest.keep_computed_values(s.entity_type, s.shape) from (
      select entity_type, shape from "entity_shape" where jsonb_path_exists(steps, '$[*].compute') order by entity_type, shape) s;`);
  }

}
