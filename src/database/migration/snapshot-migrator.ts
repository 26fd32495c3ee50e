import { Migrator } from '@mikro-orm/migrations';
import type { DatabaseSchema, SqlSchemaGenerator } from '@mikro-orm/postgresql';
import { keyByTenant } from '../orm/tenant-keys.js';

/**
 * The migrator, with two things put right of its snapshots. They forget how a table is partitioned: without it every new
 * migration would copy the partitioned tables; a change of partitioning is left to be written by a person. And those
 * from before keys began with the tenant do not know that a migration has changed the keys of all tables that it found.
 */
export class SnapshotMigrator extends Migrator {
  protected override async getSchemaFromSnapshot(): Promise<DatabaseSchema | undefined> {
    const snapshot = await super.getSchemaFromSnapshot();
    const generator = this.config.getExtension<SqlSchemaGenerator>('@mikro-orm/schema-generator');
    const target = generator?.getTargetSchema();
    for (const table of snapshot?.getTables() ?? []) {
      table.setPartitioning(target?.getTable(table.name)?.getPartitioning());
    }
    if (snapshot) keyByTenant(snapshot);
    return snapshot;
  }
}
