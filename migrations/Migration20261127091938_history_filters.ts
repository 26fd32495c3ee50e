import { Migration } from '@mikro-orm/migrations';

export class Migration20261127091938_history_filters extends Migration {

  override name = 'Migration20261127091938_history_filters';

  override up(): void | Promise<void> {
    this.addSql(`create index "change_set_tenant_id_actor_id_recorded_at_id_index" on "change_set" ("tenant_id", "actor_id", "recorded_at", "id");`);
    this.addSql(`create index "change_set_tenant_id_recorded_at_id_index" on "change_set" ("tenant_id", "recorded_at", "id");`);
  }

}
