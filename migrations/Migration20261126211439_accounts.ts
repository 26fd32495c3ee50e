import { Migration } from '@mikro-orm/migrations';

export class Migration20261126211439_accounts extends Migration {

  override name = 'Migration20261126211439_accounts';

  override up(): void | Promise<void> {
    this.addSql(`drop index "user_tenant_id_email_unique";`);
    this.addSql(`create unique index "user_address_unique" on "user" ("tenant_id", (lower(normalize("email", NFKC) collate "und-x-icu"))) where (deleted_at is null);`);
  }

}
