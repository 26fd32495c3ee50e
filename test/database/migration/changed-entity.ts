import type { EntityClass } from '@mikro-orm/core';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMigration, type WrittenMigration } from '../../../src/database/migration/create-migration.js';
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
  await setBack(1, folder, await createMigration(folder, { name: 'before', additionalEntities: [...before] }));
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

/** Has a migration been written days ago: each has a second of its own, for which the next one would wait. */
export async function setBack(days: number, folder: string, written: WrittenMigration | undefined): Promise<void> {
  if (!written) return;
  const then = new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString().replaceAll(/[-T:]|\..*/g, '');
  await rename(join(folder, written.file), join(folder, written.file.replace(/\d{14}/, then)));
}
