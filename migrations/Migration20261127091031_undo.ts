import { Migration } from '@mikro-orm/migrations';

/** A change set says which one it undid; most undid none. */
export class Migration20261127091031_undo extends Migration {

  override name = 'Migration20261127091031_undo';

  override up(): void | Promise<void> {
    this.addSql(`alter table "change_set" add "undoes_id" uuid null;`);
    this.addSql(`alter table "change_set" add constraint "change_set_undoes_id_foreign" foreign key ("tenant_id", "undoes_id") references "change_set" ("tenant_id", "id");`);
    this.addSql(`create index "change_set_tenant_id_undoes_id_index" on "change_set" ("tenant_id", "undoes_id") where undoes_id is not null;`);
  }

}
