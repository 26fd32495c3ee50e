import { Migration } from '@mikro-orm/migrations';

/** Summaries tell who made change sets and by what, and what was done to what: those that there are do not, and are made anew. */
export class Migration20261127191500_summaries_of_makers extends Migration {

  override name = 'Migration20261127191500_summaries_of_makers';

  override up(): void | Promise<void> {
    this.addSql(`select palimpsest.forget_all_summaries();`);
  }

}
