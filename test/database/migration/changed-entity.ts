import type { EntityClass } from '@mikro-orm/core';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMigration } from '../../../src/database/create-migration.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { statementsOf } from './statements-of.js';

/** What `migrate create` says and writes. */
export interface Written {
  readonly sentences: readonly string[];
  readonly statements: readonly string[];
  /** What is told to `begin_shape`, by table. */
  readonly steps: Readonly<Record<string, unknown>>;
}

/** Has the migration written that leads from one set of entities to another, besides those of the server. */
export async function changed(
  before: readonly EntityClass<object>[],
  after: readonly EntityClass<object>[],
  ...drops: readonly string[]
): Promise<Written> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'schema.json'), await readFile(join('migrations', 'schema.json'), 'utf8'));
  await createMigration(folder, { name: 'before', additionalEntities: [...before] });
  const written = await createMigration(folder, { name: 'after', additionalEntities: [...after], drops });
  if (!written) return { sentences: [], statements: [], steps: {} };
  const code = await readFile(join(folder, written.file), 'utf8');
  const statements = statementsOf(code);
  const shapes = statements.flatMap((text) => [
    ...text.matchAll(/^select palimpsest\.begin_shape\('(\w+)', '([^]*)'\);$/g),
  ]);
  const steps = shapes.map(([, table, json]): [string, unknown] => [table!, JSON.parse(json!.replaceAll("''", "'"))]);
  return { sentences: written.sentences, statements, steps: Object.fromEntries(steps) };
}
