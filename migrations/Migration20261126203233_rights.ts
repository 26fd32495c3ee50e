import { Migration } from '@mikro-orm/migrations';

export class Migration20261126203233_rights extends Migration {

  override name = 'Migration20261126203233_rights';

  override up(): void | Promise<void> {
    this.addSql(`create constraint trigger "user_rights_removal" after delete on "user" deferrable initially deferred for each row execute function palimpsest.keep_rights();`);
    this.addSql(`create constraint trigger "user_rights" after update on "user" deferrable initially deferred for each row when (old.role <> new.role or (old.deleted_at is null) <> (new.deleted_at is null) or old.password_hash is distinct from new.password_hash) execute function palimpsest.keep_rights();`);
    this.addSql(`create trigger "user_credential" before update on "user" for each row when (old.password_hash is not null and new.password_hash is null) execute function palimpsest.end_credential();`);
  }

}
