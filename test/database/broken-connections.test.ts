import { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { asSuperuser } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let orm: MikroORM;

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl, poolSize: 1, poolTimeoutMs: 2000 }));
});

afterAll(async () => {
  await orm.close();
  await database.drop();
});

describe('a connection that breaks while a transaction uses it', () => {
  it.each(['statement', 'commit', 'rollback'])('goes back to the pool when the next thing is a %s', async (next) => {
    const em = orm.em.fork();
    await em.begin();
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(em.getKysely());
    await terminate(rows[0]!.pid);
    const steps = {
      statement: () => sql`select 1`.execute(em.getKysely()),
      commit: () => em.commit(),
      rollback: () => em.rollback(),
    };
    await expect(steps[next as keyof typeof steps]()).rejects.toThrow();
    // The pool has one place: were it lost, this would wait in vain.
    const another = orm.em.fork();
    await another.begin();
    await another.rollback();
  });
});

async function terminate(pid: number): Promise<void> {
  await asSuperuser(database.superuserUrl, async (client) => {
    await client.query('select pg_terminate_backend($1, 5000)', [pid]);
  });
}
