import { MikroORM } from '@mikro-orm/postgresql';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExplainingMigrator } from '../../../src/database/upgrade/explaining-migrator.js';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { removalOfLiveViews } from '../../../src/database/installed/live-views.js';
import { StartupError } from '../../../src/database/errors/startup-error.js';
import { asSuperuser } from '../../support/cluster.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await asSuperuser(server.database.ownerUrl, (client) => client.query(removalOfLiveViews()));
  await server.graphql('mutation { createTag(input: { name: "vellum" }) { tag { id } } }');
});
afterAll(() => server.stop());

const name = 'Migration20990101000000_careless';

async function migrate(statement: string): Promise<void> {
  const folder = await temporaryFolder();
  await writeFile(
    join(folder, `${name}.js`),
    `import { Migration } from '${import.meta.resolve('@mikro-orm/migrations')}';
     export class ${name} extends Migration { up() { this.addSql('${statement}'); } }`,
  );
  const options = ormOptions({ url: server.database.ownerUrl });
  const migrations = { ...options.migrations, path: folder, pathTs: folder, silent: true, snapshot: false };
  const orm = await MikroORM.init({ ...options, migrations });
  try {
    await new ExplainingMigrator(orm.em).up();
  } finally {
    await orm.close();
  }
}

it.each([
  [
    'alter table tag drop column name',
    'The table tag is altered (name is gone), and nothing says what becomes of its history: a migration that `npm run migration` writes does, by palimpsest.begin_shape()',
  ],
  [
    'drop table post_tags',
    'The table post is altered (tag_ids is gone), and nothing says what becomes of its history: a migration that `npm run migration` writes does, by palimpsest.begin_shape()',
  ],
  [
    'drop table tag cascade',
    'The table tag is gone, and nothing says what becomes of its records: palimpsest.retire_type() before it is dropped does, or palimpsest.rename_type() after it is renamed',
  ],
])('a migration that says nothing of what becomes of history is undone: %s', async (statement, reason) => {
  await expect(migrate(statement)).rejects.toThrow(
    new StartupError(`The migration ${name} failed, and nothing was changed: ${reason}`),
  );
  const { data } = await server.graphql('{ tags { nodes { name } } }');
  expect(data).toEqual({ tags: { nodes: [{ name: 'vellum' }] } });
});
