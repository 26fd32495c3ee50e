import { Migration } from '@mikro-orm/migrations';

export class Migration20261126232344_shapes extends Migration {

  override name = 'Migration20261126232344_shapes';

  override up(): void | Promise<void> {
    this.addSql(`create table "entity_shape" ("entity_type" text not null, "shape" int not null, "steps" jsonb not null, "columns" jsonb not null, "since" timestamptz not null default clock_timestamp(), primary key ("entity_type", "shape"));`);
    this.addSql(`create trigger "entity_shape_no_truncate" before truncate on "entity_shape" for each statement execute function palimpsest.refuse();`);

    // A constant is stored once and not in every row. What there is was written under the first shapes.
    this.addSql(`alter table "entity_version" add "shape" int not null default 1;`);
    this.addSql(`alter table "entity_version" alter "shape" drop default;`);
    // The tables as they are now: migrations to come say what they make of them.
    this.addSql(`select palimpsest.know_shapes();`);
  }

}
