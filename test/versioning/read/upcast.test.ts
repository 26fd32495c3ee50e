import { MikroORM } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { createOrganization } from '../../../src/database/tenants/organizations.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { changedUpToDate, upToDate } from '../../../src/versioning/read/states/upcast.js';
import { asSuperuser } from '../../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const tags = 20;

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
  const { id } = await createOrganization(orm, { slug: 'acme', name: 'Acme' });
  await orm.em
    .fork({ session: tenantSession(id) })
    .transactional((em) =>
      em.execute(`insert into tag (id, name) select gen_random_uuid(), 'Tag ' || n from generate_series(1, ${tags}) n`),
    );
  await asSuperuser(database.superuserUrl, (client) =>
    client.query(
      `insert into entity_shape (entity_type, shape, steps, columns) values ('tag', 2, '[{"rename": "name", "to": "label"}]', '{}')`,
    ),
  );
});
afterAll(async () => {
  await orm.close();
  await database.drop();
});

it.each<[string, RawBuilder<unknown>, RegExp, string]>([
  ['the snapshots', upToDate('tag', 'v'), /"label": "Tag \d+"/, 'steps_of'],
  ['what changed in them', changedUpToDate('tag', 'v'), /"label"/, 'renames_of'],
])('a statement looks up once how versions become those of today: %s', async (_, expression, form, lookup) => {
  const { sql: text } =
    sql`select (${expression})::text as now from entity_version v where entity_type = 'tag'`.compile(
      orm.em.getKysely(),
    );
  await asSuperuser(database.superuserUrl, async (client) => {
    await client.query("begin; set local track_functions = 'pl'");
    const { rows } = await client.query<{ now: string }>(text, ['tag', 'tag']);
    expect(rows.filter(({ now }) => form.test(now))).toHaveLength(tags);
    const calls = await client.query(
      `select funcname, calls::int from pg_stat_xact_user_functions where funcname in ('shape_of', $1) order by funcname = 'shape_of'`,
      [lookup],
    );
    expect(calls.rows).toEqual([
      { funcname: lookup, calls: 1 },
      { funcname: 'shape_of', calls: 1 },
    ]);
    await client.query('rollback');
  });
});
