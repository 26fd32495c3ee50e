import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Batch } from '../../bench/compare/floor/batch.js';
import { floorOperations } from '../../bench/compare/floor/operations.js';
import { changeOf } from '../../bench/compare/workload.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const caller = { tenant: randomUUID(), user: randomUUID() };

describe('The floor of the benchmark', () => {
  let database: TestDatabase;
  let superuser: Client;
  let client: Client;
  let ids: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    superuser = new Client({ connectionString: database.superuserUrl });
    await superuser.connect();
    await superuser.query(`insert into organization (id, slug, name) values ($1, 'bench', 'Bench')`, [caller.tenant]);
    await superuser.query(`select set_config('app.tenant_id', $1, false)`, [caller.tenant]);
  });

  beforeEach(async () => {
    const { rows } = await superuser.query<{ id: string }>(
      `insert into post (id, title, slug, body)
       select gen_random_uuid(), 'Title', gen_random_uuid()::text, 'Body' from generate_series(1, 2) returning id`,
    );
    ids = rows.map(({ id }) => id);
    client = new Client({ connectionString: database.applicationUrl });
    await client.connect();
    return () => client.end();
  });

  afterAll(async () => {
    await superuser.end();
    await database.drop();
  });

  function run(
    operation: 'point' | 'updates',
    { id = '', changes = [] }: { id?: string; changes?: ReturnType<typeof changeOf>[] },
  ) {
    const batch = new Batch(floorOperations[operation].steps(caller, { id, after: '', changes }));
    client.query(batch);
    return batch.rows.then((rows) => floorOperations[operation].answer(rows));
  }

  it('reads for one tenant, and leaves the connection with none', async () => {
    const [id] = ids;
    const post = { id, version: 1, title: 'Title', body: 'Body' };
    for (let n = 0; n < 2; n++) expect(await run('point', { id: id! })).toEqual({ post });
    expect((await client.query('select from post')).rowCount).toBe(0);
    const others = floorOperations.point.steps(
      { ...caller, tenant: randomUUID() },
      { id: id!, after: '', changes: [] },
    );
    const batch = new Batch(others);
    client.query(batch);
    expect(floorOperations.point.answer(await batch.rows)).toEqual({ post: null });
  });

  it('makes all changes of an operation, and their versions', async () => {
    await run('updates', { changes: ids.map((id) => changeOf(id, 1)) });
    const { rows } = await superuser.query(
      `select v.version, v.changed, s.actor_id, s.source from entity_version v join change_set s on s.id = v.change_set_id
       where v.entity_id = any ($1) and v.version > 1`,
      [ids],
    );
    const version = { version: 2, changed: ['title'], actor_id: caller.user, source: 'API' };
    expect(rows).toEqual([version, version]);
  });

  it('makes none of them where one expects another version', async () => {
    const [first, second] = ids;
    await expect(run('updates', { changes: [changeOf(first!, 1), changeOf(second!, 2)] })).rejects.toThrow(/division/);
    const { rows } = await superuser.query('select version from post where id = any ($1)', [ids]);
    expect(rows).toEqual([{ version: 1 }, { version: 1 }]);
  });
});
