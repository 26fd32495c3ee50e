import {
  type DatabaseSchema,
  DatabaseTable,
  type IndexDef,
  type PostgreSqlPlatform,
  type SchemaComparator,
} from '@mikro-orm/postgresql';
import type { Rename } from './renames.js';
import { quoted } from './sql-literal.js';

/**
 * Renames in a state of the schema, each said as a statement too, so that what is compared afterwards finds everything by
 * its present name. Triggers keep theirs: they are dropped and made anew, since they say the names in their text.
 */
export class RenamedSchema {
  readonly statements: string[] = [];

  constructor(
    private readonly schema: DatabaseSchema,
    private readonly platform: PostgreSqlPlatform,
  ) {}

  renameTable({ from, to }: Rename): void {
    if (from === to) return;
    this.statements.push(`alter table ${quoted(from)} rename to ${quoted(to)}`);
    const tables = this.schema.getTables().map((table) => (table.name === from ? this.copyOf(table, to) : table));
    for (const table of tables) {
      for (const key of Object.values(table.getForeignKeys())) {
        key.referencedTableName = inSchema(key.referencedTableName, from, to);
        key.localTableName = inSchema(key.localTableName, from, to);
      }
    }
    this.schema.setTables(tables);
  }

  renameColumn(name: string, { from, to }: Rename): void {
    const table = this.table(name);
    this.statements.push(`alter table ${quoted(name)} rename ${quoted(from)} to ${quoted(to)}`);
    const now = (column: string) => (column === from ? to : column);
    const column = table.getColumn(from)!;
    table.removeColumn(from);
    table.addColumn({ ...column, name: to });
    table.setIndexes(
      table.getIndexes().map((index) => ({
        ...index,
        columnNames: index.columnNames.map(now),
        ...(index.columns && { columns: index.columns.map((of) => ({ ...of, name: now(of.name) })) }),
      })),
    );
    for (const key of Object.values(table.getForeignKeys())) key.columnNames = key.columnNames.map(now);
    for (const check of table.getChecks()) {
      // PostgreSQL has renamed it there by itself.
      if (typeof check.expression === 'string')
        check.expression = check.expression.replaceAll(quoted(from), quoted(to));
      if (check.definition !== undefined) check.definition = check.definition.replaceAll(quoted(from), quoted(to));
      if (check.columnName !== undefined) check.columnName = now(check.columnName);
    }
  }

  /** Gives the keys, indexes and checks of a table the names that the target has for the same ones. */
  renameConstraints(name: string, target: DatabaseTable, comparator: SchemaComparator): void {
    const table = this.table(name);
    const constraint = (from: string, to: string) =>
      this.statements.push(`alter table ${quoted(name)} rename constraint ${quoted(from)} to ${quoted(to)}`);
    const indexes = table.getIndexes();
    for (const index of indexes) {
      const same = target
        .getIndexes()
        .find(
          (other) => isComparable(index, other) && !comparator.diffIndex(index, { ...other, keyName: index.keyName }),
        );
      if (!same || same.keyName === index.keyName || target.hasIndex(index.keyName) || table.hasIndex(same.keyName))
        continue;
      if (index.constraint) constraint(index.keyName, same.keyName);
      else this.statements.push(`alter index ${quoted(index.keyName)} rename to ${quoted(same.keyName)}`);
      index.keyName = same.keyName;
    }
    table.setIndexes(indexes);
    for (const check of table.getChecks()) {
      const same = target
        .getChecks()
        .find(({ expression }) => !comparator.diffExpression(String(expression), String(check.expression)));
      if (!same || same.name === check.name || target.hasCheck(check.name) || table.hasCheck(same.name)) continue;
      constraint(check.name, same.name);
      check.name = same.name;
    }
    const keys = Object.values(table.getForeignKeys());
    for (const key of keys) {
      const same = Object.values(target.getForeignKeys()).find(
        (other) =>
          other.referencedTableName === key.referencedTableName &&
          String(other.columnNames) === String(key.columnNames),
      );
      if (!same || same.constraintName === key.constraintName) continue;
      constraint(key.constraintName, same.constraintName);
      key.constraintName = same.constraintName;
    }
    table.setForeignKeys(Object.fromEntries(keys.map((key) => [key.constraintName, key])));
  }

  private table(name: string): DatabaseTable {
    return this.schema.getTables().find((table) => table.name === name)!;
  }

  private copyOf(table: DatabaseTable, name: string): DatabaseTable {
    const copy = new DatabaseTable(this.platform, name, table.schema);
    for (const column of table.getColumns()) copy.addColumn(column);
    copy.nativeEnums = table.nativeEnums;
    copy.setIndexes(table.getIndexes());
    copy.setChecks(table.getChecks());
    copy.setForeignKeys(table.getForeignKeys());
    copy.setTriggers(table.getTriggers());
    copy.setPolicies(table.getPolicies());
    copy.setPartitioning(table.getPartitioning());
    copy.rlsEnabled = table.rlsEnabled;
    copy.rlsForced = table.rlsForced;
    if (table.comment !== undefined) copy.comment = table.comment;
    return copy;
  }
}

/** A table's name, with or without the schema before it, after a table of that schema was renamed. */
function inSchema(name: string, from: string, to: string): string {
  return name.replace(/[^.]*$/, (table) => (table === from ? to : table));
}

/** Those that are SQL of their author's are told apart by nothing but their names. */
function isComparable(...indexes: readonly IndexDef[]): boolean {
  return indexes.every(({ expression }) => expression === undefined);
}
