import { MikroORM } from '@mikro-orm/postgresql';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { ExplainingMigrator } from '../../../src/database/upgrade/explaining-migrator.js';
import { functionStatements } from '../../../src/database/installed/function-statements.js';
import { type InstalledFunction, installedFunctions } from '../../../src/database/installed/installed-function.js';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { asSuperuser } from '../../support/cluster.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database.js';
import { createOldDatabase } from './old-database.js';

/** Our migrations, and one of somebody's own between them. @returns the folder */
async function folderWith(name: string, statements: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const file of (await readdir('migrations')).filter((name) => name.endsWith('.ts'))) {
    const url = pathToFileURL(resolve('migrations', file)).href;
    await writeFile(join(folder, `${basename(file, '.ts')}.js`), `export * from ${JSON.stringify(url)};`);
  }
  await writeFile(
    join(folder, `${name}.js`),
    `import { Migration } from '${import.meta.resolve('@mikro-orm/migrations')}';
     export class ${name} extends Migration {
       name = '${name}';
       up() { for (const statement of ${JSON.stringify(statements)}) this.addSql(statement); }
     }`,
  );
  return folder;
}

/** As `migrate up` does it. @returns the names of what was applied */
async function migrate({ ownerUrl }: TestDatabase, folder: string): Promise<string[]> {
  const options = ormOptions({ url: ownerUrl });
  const migrations = { ...options.migrations, path: folder, pathTs: folder, silent: true, snapshotOnMigrate: false };
  const orm = await MikroORM.init({ ...options, migrations });
  try {
    const connection = orm.em.getConnection();
    return await connection.transactional(async (transaction) => {
      const run = <T>(sql: string) => connection.execute<T[]>(sql, [], 'all', transaction);
      const installed = await run<InstalledFunction>(installedFunctions);
      await connection.execute(functionStatements('public', installed).join(';\n'), [], 'run', transaction);
      const applied = await new ExplainingMigrator(orm.em).up({ transaction });
      return applied.map(({ name }) => name);
    });
  } finally {
    await orm.close();
  }
}

const prices = 'Migration20261126225500_prices';
const changes = [`select palimpsest.change_data('${prices}', $$update tag set name = name || ' (old)'$$)`];

it('A migration that changes data and lies between ours runs on an empty database', async () => {
  const database = await createEmptyDatabase();
  const applied = await migrate(database, await folderWith(prices, changes));
  expect(applied).toContain(prices);
  expect(applied.toSorted()).toEqual(applied);
  await database.drop();
});

it('A migration that changes data and lies between ours runs on a database that has none of the later ones', async () => {
  const database = await createOldDatabase();
  const told = () =>
    asSuperuser(database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ tags: number; changed: number }>(
        `select count(*)::int as tags, count(*) filter (
           where t.name like '% (old)' and v.snapshot ->> 'name' = t.name and s.reason = '${prices}')::int as changed
         from tag t join entity_version v on v.entity_id = t.id and v.version = t.version
         join change_set s on s.id = v.change_set_id`,
      );
      return rows[0]!;
    });
  const { tags } = await told();
  expect(tags).toBeGreaterThan(0);
  await migrate(database, await folderWith(prices, changes));
  expect(await told()).toEqual({ tags, changed: tags });
  await database.drop();
});

const sizes = 'Migration20261127000000_sizes';

it('A migration that computes values and lies between ours runs on a database that has none of the later ones', async () => {
  const database = await createOldDatabase();
  const steps = [
    { add: 'size', value: null },
    { compute: 'size', sql: `length(state ->> 'name')` },
  ];
  const statements = [
    'alter table tag add size int',
    `select palimpsest.compute_column('tag', 'size', $$length(state ->> 'name')$$, 'integer', '{"sensitive": [], "links": []}')`,
    `select palimpsest.begin_shape('tag', $$${JSON.stringify(steps)}$$)`,
  ];
  await migrate(database, await folderWith(sizes, statements));
  await asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query(
      `select distinct palimpsest.upcast('tag', v.snapshot, v.shape) -> 'size' = to_jsonb(length(v.snapshot ->> 'name')) as "isRight",
         c.value is not null as "isKept"
       from entity_version v left join computed_value c on c.entity_id = v.entity_id and c.version = v.version
       where v.entity_type = 'tag'`,
    );
    expect(rows).toEqual([{ isRight: true, isKept: true }]);
  });
  await database.drop();
});
