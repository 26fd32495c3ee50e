import type { EntityClass } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { asSuperuser } from '../../support/cluster.js';
import type { TestDatabase } from '../../support/test-database.js';

/**
 * Gives a table another shape, as a migration does: alters it, makes its triggers anew and says what becomes of its history.
 *
 * @param entity as it is afterwards
 * @param alterations SQL
 * @param steps see `palimpsest.begin_shape`
 */
export async function reshape(
  database: TestDatabase,
  entity: EntityClass<object>,
  alterations: string,
  steps: readonly object[],
): Promise<void> {
  const orm = await MikroORM.init(ormOptions({ url: database.ownerUrl, additionalEntities: [entity] }));
  try {
    const { tableName } = orm.getMetadata().get(entity);
    const tables = [...orm.getMetadata()].map((meta) => meta.tableName).filter((name) => name.startsWith(tableName));
    const all = (await orm.schema.getCreateSchemaSQL({ wrap: false })).split(/;\n/);
    const created = all.filter((text) => tables.some((name) => text.includes(`trigger "${name}_`)));
    await asSuperuser(database.ownerUrl, async (owner) => {
      const { rows } = await owner.query<{ drop: string }>(
        `select format('drop trigger %I on %s', tgname, tgrelid::regclass) as drop from pg_trigger
         where tgrelid = any ($1::regclass[]) and not tgisinternal`,
        [tables],
      );
      const begin = `select palimpsest.begin_shape('${tableName}', '${JSON.stringify(steps).replaceAll("'", "''")}')`;
      const statements = [
        ...rows.map(({ drop }) => drop),
        alterations,
        ...created,
        begin,
        'select palimpsest.know_shapes()',
      ];
      await owner.query(['begin', ...statements, 'commit'].join(';\n'));
    });
  } finally {
    await orm.close();
  }
}
