import { Migration } from '@mikro-orm/migrations';

export class Migration20261126211000_sign_in extends Migration {

  override name = 'Migration20261126211000_sign_in';

  override up(): void | Promise<void> {
    this.addSql(`drop index "sign_in_attempt_window_start_index";`);
    this.addSql(`alter table "sign_in_attempt" drop column "count";`);
    this.addSql(`alter table "sign_in_attempt" rename column "window_start" to "until";`);
    this.addSql(`create index "sign_in_attempt_until_index" on "sign_in_attempt" ("until");`);
  }

}
