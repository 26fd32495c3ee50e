import type { DatabaseTable } from '@mikro-orm/postgresql';
import type { LinkSpec } from '../../versioning/index.js';

/** A column of a versioned table, as far as rows and versions depend on it. */
export interface EntityColumn {
  readonly name: string;
  /** In the state before, where it is renamed meanwhile: its name in that state. */
  readonly was?: string;
  /** As PostgreSQL is told: `numeric(12,2)`. */
  readonly type: string;
  readonly collation?: string;
  readonly nullable: boolean;
  /** SQL. */
  readonly default?: string;
  /** The values of an enum; of anything else none. */
  readonly items: readonly string[];
  /** The table that it refers to. */
  readonly references?: string;
  readonly isSensitive: boolean;
}

/** A versioned table as one state of the schema has it: what a row and a snapshot of it are made of. */
export interface EntityTable {
  readonly name: string;
  /** In the state before, where it is renamed meanwhile: its name in that state. */
  readonly was?: string;
  readonly columns: ReadonlyMap<string, EntityColumn>;
  readonly links: readonly LinkSpec[];
  /** The columns and keys of links that no client sees, besides sensitive ones. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * Reads a table of a schema, be it that of the entities or that of `migrations/schema.json`.
 *
 * @returns undefined where it is not versioned: that is told by the trigger that records its changes
 */
export function entityTableOf(table: DatabaseTable): EntityTable | undefined {
  const recorded = table
    .getTriggers()
    .map(({ expression }) =>
      /palimpsest\.record_change\('\{(.*?)\}', '.*?', '(\[.*\])'(?:, '\{(.*)\}')?\)/.exec(expression ?? ''),
    )
    .find((found) => found !== null);
  if (!recorded) return undefined;
  const sensitive = new Set(recorded[1]!.split(','));
  const references = new Map(
    Object.values(table.getForeignKeys()).map(({ columnNames, referencedTableName }) => [
      columnNames.at(-1)!,
      referencedTableName.replace(/^.*\./, ''),
    ]),
  );
  const columns = table.getColumns().map((column): [string, EntityColumn] => {
    const reference = references.get(column.name);
    return [
      column.name,
      {
        name: column.name,
        type: column.type,
        ...(column.collation && { collation: column.collation }),
        nullable: column.nullable === true,
        ...(column.default != null && column.default !== 'null' && { default: column.default }),
        items: column.enumItems ?? [],
        ...(reference !== undefined && { references: reference }),
        isSensitive: sensitive.has(column.name),
      },
    ];
  });
  const links = JSON.parse(recorded[2]!.replaceAll("''", "'")) as LinkSpec[];
  return { name: table.name, columns: new Map(columns), links, hidden: new Set(recorded[3]?.split(',')) };
}
