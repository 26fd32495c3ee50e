import { Migration } from '@mikro-orm/migrations';

export class Migration20261127092943_instants extends Migration {

  override name = 'Migration20261127092943_instants';

  override up(): void | Promise<void> {
    this.addSql(`create index "entity_version_tenant_id_entity_id_version_xid_index" on "entity_version" ("tenant_id", "entity_id", "version", "xid");`);
  }

}
