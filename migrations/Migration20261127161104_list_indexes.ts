import { Migration } from '@mikro-orm/migrations';

export class Migration20261127161104_list_indexes extends Migration {

  override name = 'Migration20261127161104_list_indexes';

  override up(): void | Promise<void> {
    this.addSql(`create index "tag_name_list" on "tag" ("tenant_id", "name" collate "und-x-icu", "id") where (deleted_at is null);`);

    this.addSql(`create index "user_email_list" on "user" ("tenant_id", "email" collate "und-x-icu", "id") where (deleted_at is null);`);

    this.addSql(`create index "post_slug_list" on "post" ("tenant_id", "slug" collate "und-x-icu", "id") where (deleted_at is null);`);
  }

}
