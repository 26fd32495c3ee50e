import { Migration } from '@mikro-orm/migrations';

/** What an UPDATE changes is recorded once a statement, no longer once a row. */
export class Migration20261128030332_record_updates extends Migration {

  override name = 'Migration20261128030332_record_updates';

  override up(): void | Promise<void> {
    this.addSql(`drop trigger if exists "comment_history" on "comment";`);

    this.addSql(`drop trigger if exists "post_history" on "post";`);

    this.addSql(`drop trigger if exists "tag_history" on "tag";`);

    this.addSql(`drop trigger if exists "user_history" on "user";`);

    this.addSql(`create trigger "tag_changes" after update on "tag" referencing old table as former new table as changed for each statement execute function palimpsest.record_updates('{}');`);
    this.addSql(`create constraint trigger "tag_history" after insert on "tag" deferrable initially deferred for each row execute function palimpsest.record_change('{}', '{name,deleted_at}', '[]');`);

    this.addSql(`create trigger "user_changes" after update on "user" referencing old table as former new table as changed for each statement execute function palimpsest.record_updates('{password_hash}');`);
    this.addSql(`create constraint trigger "user_history" after insert on "user" deferrable initially deferred for each row execute function palimpsest.record_change('{password_hash}', '{email,display_name,role,deleted_at}', '[]');`);

    this.addSql(`create trigger "post_changes" after update on "post" referencing old table as former new table as changed for each statement execute function palimpsest.record_updates('{}');`);
    this.addSql(`create constraint trigger "post_history" after insert on "post" deferrable initially deferred for each row execute function palimpsest.record_change('{}', '{title,slug,body,status,published_at,metadata,author_id,tag_ids,deleted_at}', '[{"key":"tag_ids","table":"post_tags","owner":"post_id","target":"tag_id"}]');`);

    this.addSql(`create trigger "comment_changes" after update on "comment" referencing old table as former new table as changed for each statement execute function palimpsest.record_updates('{}');`);
    this.addSql(`create constraint trigger "comment_history" after insert on "comment" deferrable initially deferred for each row execute function palimpsest.record_change('{}', '{body,post_id,author_id,deleted_at}', '[]');`);
  }

}
