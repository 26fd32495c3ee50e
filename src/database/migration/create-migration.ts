import type { EntityClass } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { ormOptions } from '../orm/mikro-orm.config.js';
import { Drops } from './drops.js';
import { NamedMigrationGenerator } from './named-migration-generator.js';
import { ShapedSchemaGenerator } from './shaped-schema-generator.js';
import { UsedWords } from './used-words.js';
import { SnapshotMigrator } from './snapshot-migrator.js';

export interface MigrationOptions {
  /** What it does, in a word or two for its file name. */
  readonly name?: string;
  /** Whether it is to be empty, for data to be changed. */
  readonly blank?: boolean;
  /** What becomes of what goes: `post.notes=history`, `post=retire`. */
  readonly drops?: readonly string[];
  /** Mapped besides the domain's own: for tests with entities of their own. */
  readonly additionalEntities?: EntityClass<object>[];
}

export interface WrittenMigration {
  /** The name of its file. */
  readonly file: string;
  /** What becomes of the rows and of the old versions, a sentence for each change. */
  readonly sentences: readonly string[];
}

/**
 * Writes the migration that leads from the last one's state to what the entities now say, and the snapshot of that
 * state beside it; for developers, to be read and completed by a person.
 *
 * @param folder where the sources of the migrations are, absolute
 * @returns undefined where the entities have not changed
 * @throws MigrationQuestion where it is not clear what becomes of rows or old versions: then nothing is written
 */
export async function createMigration(
  folder: string,
  options: MigrationOptions = {},
): Promise<WrittenMigration | undefined> {
  const isFirst = await access(join(folder, 'schema.json')).then(
    () => false,
    () => true,
  );
  // A difference between two states needs no database; the first one is asked whether it is empty.
  return isFirst
    ? withPassingPostgres((url) => write(folder, url, true, options))
    : write(folder, 'postgresql:///none', false, options);
}

async function write(
  folder: string,
  url: string,
  isFirst: boolean,
  { name, blank = false, drops = [], additionalEntities = [] }: MigrationOptions,
): Promise<WrittenMigration | undefined> {
  const options = ormOptions({ url, poolSize: 2, additionalEntities });
  const migrations = { ...options.migrations, path: folder, pathTs: folder, generator: NamedMigrationGenerator };
  const orm = await MikroORM.init({ ...options, migrations });
  try {
    const used = isFirst ? undefined : await UsedWords.in(folder);
    const generator = new ShapedSchemaGenerator(orm.em, new Drops(drops), used);
    orm.config.registerExtension('@mikro-orm/schema-generator', () => generator);
    await untilNextSecond(folder);
    const { fileName } = await new SnapshotMigrator(orm.em).create(folder, blank, isFirst, name);
    return fileName ? { file: basename(fileName), sentences: generator.sentences } : undefined;
  } finally {
    await orm.close();
  }
}

/** Migrations are named by the second in which they are written: two of one second and one name would be one file. */
async function untilNextSecond(folder: string): Promise<void> {
  const now = () => `Migration${new Date().toISOString().replaceAll(/[-T:]|\..*/g, '')}`;
  const files = await readdir(folder);
  const isTaken = (start: string) => files.some((file) => file.startsWith(start));
  while (isTaken(now())) await setTimeout(50);
}

async function withPassingPostgres<T>(work: (url: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'palimpsest-migration-'));
  try {
    const postgres = await startEmbeddedPostgres(dataDir);
    try {
      return await work(postgres.ownerUrl);
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true });
  }
}
