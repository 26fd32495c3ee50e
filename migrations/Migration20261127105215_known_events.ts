import { Migration } from '@mikro-orm/migrations';

export class Migration20261127105215_known_events extends Migration {

  override name = 'Migration20261127105215_known_events';

  override up(): void | Promise<void> {
    // The policies bind the owner too; within this transaction nobody else reaches the table.
    this.addSql(`alter table "audit_entry" no force row level security;`);
    this.addSql(`insert into known_tenant (id) select distinct tenant_id from audit_entry where change_set_id is null on conflict do nothing;`);
    this.addSql(`alter table "audit_entry" force row level security;`);
    this.addSql(`create trigger "audit_entry_known" after insert on "audit_entry" for each row when (new.change_set_id is null) execute function palimpsest.know_tenant('tenant_id');`);
  }

}
