import type { DatabaseSchema, DatabaseTable, IndexDef } from '@mikro-orm/postgresql';
import { tenantColumn } from '../../tenancy/tenant-column.js';

/**
 * Gives the tables of tenants the keys by which the database itself keeps tenants apart: a primary key begins with the
 * tenant, so that nobody takes or learns another's ids, and a reference between two such tables is composite:
 * (tenant_id, x_id) references (tenant_id, id). So the database refuses a reference across tenants; a policy would not,
 * since PostgreSQL's own checks of keys and references bypass row level security. MikroORM goes on to see `id` as the key.
 *
 * @param schema that of the entities, or one that a snapshot has kept, which the database function `key_by_tenant` has
 *   brought to the same: it is changed
 */
export function keyByTenant(schema: DatabaseSchema): void {
  const tenantTables = new Map(
    schema
      .getTables()
      .filter((table) => table.hasColumn(tenantColumn))
      .map((table) => [table.name, table]),
  );
  for (const table of tenantTables.values()) beginKeyWithTenant(table);
  for (const table of tenantTables.values()) keepReferencesInTenant(table, tenantTables);
}

function beginKeyWithTenant(table: DatabaseTable): void {
  const key = table.getPrimaryKey();
  if (!key || key.columnNames[0] === tenantColumn) return;
  const columnNames = [tenantColumn, ...key.columnNames];
  const others = table.getIndexes().filter((index) => !index.primary && !isServedBy(columnNames, index));
  table.setIndexes([...others, { ...key, columnNames, composite: true }]);
}

function keepReferencesInTenant(table: DatabaseTable, tenantTables: ReadonlyMap<string, DatabaseTable>): void {
  for (const reference of Object.values(table.getForeignKeys())) {
    const isInTenant = tenantTables.has(reference.referencedTableName.replace(/^.*\./, '').replaceAll('"', ''));
    if (!isInTenant || reference.columnNames[0] === tenantColumn) continue;
    reference.columnNames = [tenantColumn, ...reference.columnNames];
    reference.referencedColumnNames = [tenantColumn, ...reference.referencedColumnNames];
    // No cascades: what the database deletes or empties by itself leaves no version.
    delete reference.deleteRule;
    delete reference.updateRule;
    addIndex(table, reference.columnNames);
  }
}

/** A reference needs an index to be followed back. */
function addIndex(table: DatabaseTable, columnNames: readonly string[]): void {
  const index: IndexDef = {
    keyName: `${table.name}_${columnNames.join('_')}_index`,
    columnNames: [...columnNames],
    composite: true,
    primary: false,
    unique: false,
    constraint: false,
  };
  const indexes = table.getIndexes();
  const isServed = indexes.some(({ keyName, primary, columnNames: key }) =>
    primary ? isServedBy(key, index) : keyName === index.keyName,
  );
  if (!isServed) table.setIndexes([...indexes, index]);
}

/** Whether a primary key finds what an index would find, and keeps unique what it would. */
function isServedBy(key: readonly string[], { columnNames, unique, where, expression, columns }: IndexDef): boolean {
  if (where !== undefined || expression !== undefined || columns !== undefined) return false;
  const isPrefix = columnNames.every((column, place) => column === key[place]);
  return isPrefix && (!unique || columnNames.length === key.length);
}
