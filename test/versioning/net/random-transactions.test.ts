import { MikroORM } from '@mikro-orm/postgresql';
import { randomInt, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { findings } from '../../support/findings.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const tenant = randomUUID();
const rounds = 5;
const transactionsOfRound = 50;

let database: TestDatabase;
let orm: MikroORM;
/** As the server connects. */
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
  client = new Client({ connectionString: database.applicationUrl });
  await client.connect();
  await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
  await client.query(`insert into organization (id, slug, name) values ($1, 'acme', 'Acme')`, [tenant]);
});

afterAll(async () => {
  await client.end();
  await orm.close();
  await database.drop();
});

function pick<T>(list: readonly T[]): T {
  return list[randomInt(list.length)]!;
}

/** A few records, now and then others: what was purged stays so. */
const ids = { tag: [0, 1, 2, 3].map(() => randomUUID()), post: [0, 1, 2].map(() => randomUUID()) };

function idOf(type: keyof typeof ids): string {
  if (randomInt(12) === 0) ids[type][randomInt(ids[type].length)] = randomUUID();
  return pick(ids[type]);
}

/** What a transaction may do, whatever comes of it. */
const statements: readonly (() => string)[] = [
  () => `insert into tag (id, name) values ('${idOf('tag')}', '${randomUUID()}')`,
  () => `insert into tag (id, name, deleted_at) values ('${idOf('tag')}', '${randomUUID()}', now())`,
  () => `insert into post (id, title, slug, body) values ('${idOf('post')}', 't', '${randomUUID()}', 'b')`,
  () => `insert into post_tags (post_id, tag_id) values ('${idOf('post')}', '${idOf('tag')}')`,
  () => `update tag set name = '${randomUUID()}' where id = '${idOf('tag')}'`,
  () => `update tag set name = '${randomUUID()}', version = version + 1 where id = '${idOf('tag')}'`,
  () => `update tag set deleted_at = case when deleted_at is null then now() end where id = '${idOf('tag')}'`,
  () => `update post set title = '${randomUUID()}' where id = '${idOf('post')}'`,
  () => `delete from tag where id = '${idOf('tag')}'`,
  () => `delete from post_tags where post_id = '${idOf('post')}'`,
  () => `with l as (delete from post_tags returning *) insert into post_tags select * from l`,
  () => `with gone as (delete from tag where id = '${idOf('tag')}' returning *) insert into tag select * from gone`,
  () => `merge into tag t using (values ('${idOf('tag')}'::uuid, '${randomUUID()}')) s (id, name) on t.id = s.id
         when matched and t.version % 3 = 0 then delete when matched then update set name = s.name
         when not matched then insert (id, name) values (s.id, s.name)`,
  () => `select palimpsest.record_versions('tag', palimpsest.change_set_of_transaction(),
         '[{"id": "${idOf('tag')}", "operation": "${pick(['CREATE', 'UPDATE', 'DELETE', 'RESTORE'])}", "redacted": []}]')`,
  () =>
    `set constraints ${pick(['all', 'tag_history', 'post_history', 'post_tags_links', 'pending_change_record'])} ${pick(['immediate', 'deferred'])}`,
  () => `select palimpsest.record_pending('${pick(['tag', 'post'])}')`,
  () => 'savepoint here',
  () => 'rollback to here',
];

/** @returns what was said in it, for who looks for the reason of a failure */
async function randomTransaction(): Promise<string[]> {
  const said = ['begin', 'savepoint here'];
  for (const statement of said) await client.query(statement);
  for (let n = randomInt(1, 9); n > 0; n--) {
    const statement = pick(statements)();
    const [outcome] = await Promise.allSettled([client.query(statement)]);
    said.push(statement);
    if (outcome.status === 'rejected') said.push(`-- ${outcome.reason}`, 'rollback to here');
    if (outcome.status === 'rejected') await client.query('rollback to here');
  }
  const [end] = await Promise.allSettled([client.query('commit')]);
  return [...said, `commit -- ${end.status}`];
}

it(
  'whatever one transaction does after the other, by savepoints and with triggers brought forward, all is as it must be',
  { tags: ['slow'] },
  async () => {
    let committed = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const said: string[] = [];
      for (let n = 1; n <= transactionsOfRound; n += 1) said.push(...(await randomTransaction()));
      committed += said.filter((line) => line === 'commit -- fulfilled').length;
      expect(await findings({ orm }), `${said.join(';\n')}`).toEqual([]);
    }
    expect(committed).toBeGreaterThan((rounds * transactionsOfRound) / 2);
  },
);
