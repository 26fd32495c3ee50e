import { functionSchema } from '../../versioning/index.js';
import type { EntitiesPlan } from './plan-entities.js';
import { pascalCase } from './column-name.js';
import type { Rename } from './renames.js';
import { sqlLiteral } from './sql-literal.js';

/** Stands for the migration's name, which is given when it is written. */
export const migrationName = ':migration:';

/** SQL, right after a table is renamed: its history has the new name. */
export function renamedType({ from, to }: Rename): string {
  return call('rename_type', from, to);
}

/** SQL, before tables are changed: the records of the entities that go are deleted. */
export function retiringStatements({ retired }: EntitiesPlan): string[] {
  return retired.map((table) => call('retire_type', table, `${migrationName}: ${pascalCase(table)} is dropped`));
}

/** SQL, after all else: tells the database how old versions are read. */
export function shapeStatements({ entities, fresh }: EntitiesPlan): string[] {
  return [
    ...entities
      .filter(({ steps }) => steps.length > 0)
      .map(({ table, steps }) => call('begin_shape', table, JSON.stringify(steps))),
    ...fresh.map((table) => call('begin_shape', table, '[]')),
  ];
}

function call(name: string, ...args: readonly string[]): string {
  return `select ${functionSchema}.${name}(${args.map((text) => sqlLiteral(text, 'text')).join(', ')})`;
}
