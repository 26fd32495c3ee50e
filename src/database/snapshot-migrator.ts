import { Migrator } from '@mikro-orm/migrations';
import type { DatabaseSchema, SqlSchemaGenerator } from '@mikro-orm/postgresql';

/**
 * The migrator, with the one thing put right that its snapshots forget: how a table is partitioned. Without it every
 * new migration would copy the partitioned tables. A change of partitioning is left to be written by a person.
 */
export class SnapshotMigrator extends Migrator {
  protected override async getSchemaFromSnapshot(): Promise<DatabaseSchema | undefined> {
    const snapshot = await super.getSchemaFromSnapshot();
    const generator = this.config.getExtension<SqlSchemaGenerator>('@mikro-orm/schema-generator');
    const target = generator?.getTargetSchema();
    for (const table of snapshot?.getTables() ?? []) {
      table.setPartitioning(target?.getTable(table.name)?.getPartitioning());
    }
    return snapshot;
  }
}
