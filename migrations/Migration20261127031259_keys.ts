import { Migration } from '@mikro-orm/migrations';

export class Migration20261127031259_keys extends Migration {

  override name = 'Migration20261127031259_keys';

  override up(): void | Promise<void> {
    this.addSql(`select palimpsest.key_by_tenant();`);
  }

}
