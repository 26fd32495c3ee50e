import { Migration } from '@mikro-orm/migrations';

/** How far sealing has come for everybody, and the index by which it finds who has changed something since. */
export class Migration20261127201500_sealing_progress extends Migration {

  override name = 'Migration20261127201500_sealing_progress';

  override up(): void | Promise<void> {
    this.addSql(`create table "sealing_progress" ("id" int not null, "through" pg_snapshot null, primary key ("id"));`);

    this.addSql(`create index "change_set_by_number" on "change_set" ("xid");`);
  }

}
