import { Migration } from '@mikro-orm/migrations';

export class Migration20261126212509_held_moves extends Migration {

  override name = 'Migration20261126212509_held_moves';

  override up(): void | Promise<void> {
    this.addSql(`create trigger "comment_moved" before update on "comment" for each row when (old."post_id" is distinct from new."post_id") execute function palimpsest.refuse_held();`);
  }

}
