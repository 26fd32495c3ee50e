import { functionSchema } from '../../versioning/index.js';
import type { EntitiesPlan } from './plan-entities.js';
import { pascalCase } from './column-name.js';
import type { Rename } from './renames.js';
import type { ShapeStep } from './shape-step.js';
import { quoted, sqlLiteral } from './sql-literal.js';

/** Stands for the migration's name, which is given when it is written. */
export const migrationName = ':migration:';

/** SQL, right after a table is renamed: its history has the new name. */
export function renamedType({ from, to }: Rename): string {
  return call('rename_type', from, to);
}

/**
 * SQL, before tables are changed: the records of the entities that go are deleted, and each table is dropped at once, with
 * those of its links. Without a cascade: what else refers to it is for a person to see.
 */
export function retiringStatements({ retired }: EntitiesPlan): string[] {
  return retired.flatMap(({ name, links }) => [
    call('retire_type', name, `${migrationName}: ${pascalCase(name)} is dropped`),
    ...[...links.map(({ table }) => table), name].map((table) => `drop table ${quoted(table)}`),
  ]);
}

/** SQL, before tables are changed: what rows are is kept where values are converted or go. */
export function historyStatements({ entities }: EntitiesPlan): string[] {
  return entities.filter(({ steps }) => steps.some(isLossy)).map(({ table }) => call('begin_all_histories', table));
}

/** Whether a row from before its history would no longer tell what it was. */
function isLossy(step: ShapeStep): boolean {
  return !('add' in step || 'rename' in step || 'hide' in step);
}

/** SQL, after all else: tells the database how old versions are read. */
export function shapeStatements({ entities }: EntitiesPlan): string[] {
  return entities
    .filter(({ steps }) => steps.length > 0)
    .map(({ table, steps }) => call('begin_shape', table, JSON.stringify(steps)));
}

function call(name: string, ...args: readonly string[]): string {
  return `select ${functionSchema}.${name}(${args.map((text) => sqlLiteral(text, 'text')).join(', ')})`;
}
