import { Migration } from '@mikro-orm/migrations';

export class Migration20261126201541_readable extends Migration {

  override name = 'Migration20261126201541_readable';

  override up(): void | Promise<void> {
    this.addSql(`alter table "tag" add constraint "tag_created_at_readable" check ("created_at" >= '0001-01-01 00:00:00+00' and "created_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "tag" add constraint "tag_updated_at_readable" check ("updated_at" >= '0001-01-01 00:00:00+00' and "updated_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "tag" add constraint "tag_deleted_at_readable" check ("deleted_at" >= '0001-01-01 00:00:00+00' and "deleted_at" < '10000-01-01 00:00:00+00');`);

    this.addSql(`alter table "user" add constraint "user_created_at_readable" check ("created_at" >= '0001-01-01 00:00:00+00' and "created_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "user" add constraint "user_updated_at_readable" check ("updated_at" >= '0001-01-01 00:00:00+00' and "updated_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "user" add constraint "user_deleted_at_readable" check ("deleted_at" >= '0001-01-01 00:00:00+00' and "deleted_at" < '10000-01-01 00:00:00+00');`);

    this.addSql(`alter table "post" add constraint "post_created_at_readable" check ("created_at" >= '0001-01-01 00:00:00+00' and "created_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "post" add constraint "post_updated_at_readable" check ("updated_at" >= '0001-01-01 00:00:00+00' and "updated_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "post" add constraint "post_deleted_at_readable" check ("deleted_at" >= '0001-01-01 00:00:00+00' and "deleted_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "post" add constraint "post_published_at_readable" check ("published_at" >= '0001-01-01 00:00:00+00' and "published_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "post" add constraint "post_metadata_readable" check (jsonb_typeof("metadata") = 'object');`);

    this.addSql(`alter table "comment" add constraint "comment_created_at_readable" check ("created_at" >= '0001-01-01 00:00:00+00' and "created_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "comment" add constraint "comment_updated_at_readable" check ("updated_at" >= '0001-01-01 00:00:00+00' and "updated_at" < '10000-01-01 00:00:00+00');`);
    this.addSql(`alter table "comment" add constraint "comment_deleted_at_readable" check ("deleted_at" >= '0001-01-01 00:00:00+00' and "deleted_at" < '10000-01-01 00:00:00+00');`);
  }

}
