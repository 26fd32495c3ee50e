import type { MikroORM } from '@mikro-orm/core';
import { type DatabaseSchema, type DatabaseTable, SqlSchemaGenerator } from '@mikro-orm/postgresql';
import { tenantColumn } from '../tenancy/tenant-column.js';

/**
 * The schema that the entities describe, with every reference between tenant tables made composite: (tenant_id, x_id)
 * references (tenant_id, id). So the database itself refuses a reference across tenants; a policy would not, since
 * PostgreSQL's own referential checks bypass row level security.
 */
export class TenantSchemaGenerator extends SqlSchemaGenerator {
  static override register(orm: MikroORM): void {
    orm.config.registerExtension('@mikro-orm/schema-generator', () => new TenantSchemaGenerator(orm.em as never));
  }

  override getTargetSchema(schema?: string, includeWildcardSchema?: boolean): DatabaseSchema {
    const target = super.getTargetSchema(schema, includeWildcardSchema);
    const tenantTables = new Map(
      target
        .getTables()
        .filter((table) => table.hasColumn(tenantColumn))
        .map((table) => [table.name, table]),
    );
    for (const table of tenantTables.values()) this.keepReferencesInTenant(table, tenantTables);
    return target;
  }

  private keepReferencesInTenant(table: DatabaseTable, tenantTables: ReadonlyMap<string, DatabaseTable>): void {
    for (const reference of Object.values(table.getForeignKeys())) {
      const referenced = tenantTables.get(reference.referencedTableName.replace(/^.*\./, '').replaceAll('"', ''));
      if (!referenced) continue;
      reference.columnNames = [tenantColumn, ...reference.columnNames];
      reference.referencedColumnNames = [tenantColumn, ...reference.referencedColumnNames];
      // No cascades: what the database deletes or empties by itself leaves no version.
      delete reference.deleteRule;
      delete reference.updateRule;
      addIndex(referenced, reference.referencedColumnNames, { unique: true, constraint: true });
      addIndex(table, reference.columnNames, { unique: false, constraint: false });
    }
  }
}

/**
 * A foreign key needs a unique key to point at, which the primary key without the tenant is not, and an index to be
 * followed back.
 */
function addIndex(table: DatabaseTable, columnNames: string[], kind: { unique: boolean; constraint: boolean }): void {
  const keyName = `${table.name}_${columnNames.join('_')}_${kind.unique ? 'unique' : 'index'}`;
  const indexes = table.getIndexes();
  if (indexes.some((index) => index.keyName === keyName)) return;
  table.setIndexes([...indexes, { keyName, columnNames: [...columnNames], primary: false, composite: true, ...kind }]);
}
