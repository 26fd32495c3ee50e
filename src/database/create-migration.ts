import { MikroORM } from '@mikro-orm/postgresql';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { listMigrations } from './migration-list.js';
import { ormOptions } from './mikro-orm.config.js';
import { SnapshotMigrator } from './snapshot-migrator.js';

/**
 * Writes the migration that leads from the last one's state to what the entities now say, and the snapshot of that
 * state beside it; for developers, to be read and completed by a person. Needs no database but makes a passing one.
 *
 * @param folder where the sources of the migrations are, absolute
 * @param name what it does, in a word or two for its file name
 * @param blank whether it is to be empty, for data to be changed
 * @returns the file's name; undefined where the entities have not changed
 */
export async function createMigration(
  folder: string,
  { name, blank = false }: { readonly name?: string; readonly blank?: boolean } = {},
): Promise<string | undefined> {
  const dataDir = await mkdtemp(join(tmpdir(), 'palimpsest-migration-'));
  try {
    const postgres = await startEmbeddedPostgres(dataDir);
    try {
      const options = ormOptions({ url: postgres.ownerUrl, poolSize: 2 });
      const migrations = { ...options.migrations, path: folder, pathTs: folder };
      const orm = await MikroORM.init({ ...options, migrations });
      try {
        const { pending } = await listMigrations(orm);
        const { fileName } = await new SnapshotMigrator(orm.em).create(folder, blank, pending.length === 0, name);
        return fileName ? basename(fileName) : undefined;
      } finally {
        await orm.close();
      }
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true });
  }
}
