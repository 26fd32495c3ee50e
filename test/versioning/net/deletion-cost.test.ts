import { afterAll, beforeAll, expect, it } from 'vitest';
import { World } from '../../conformance/world.js';
import { eventually } from '../../support/eventually.js';

const children = 600;
const updates = 60;

let world: World;
beforeAll(async () => {
  world = await World.open({});
});
afterAll(() => world.close());

/** Comments of a post, put there by SQL. */
async function comment(post: string, count: number): Promise<void> {
  await world.rows(`select set_config('app.tenant_id', $1, false)`, [world.organization.id]);
  await world.rows(
    `insert into comment (tenant_id, id, version, body, post_id)
     select $1, gen_random_uuid(), 1, 'B', $2 from generate_series(1, $3::int)`,
    [world.organization.id, post, count],
  );
}

/** How many entries of the indexes of versions are looked at for work that writes so many. */
async function entriesRead(versions: number, work: () => Promise<unknown>): Promise<number> {
  await world.rows('select pg_stat_force_next_flush()');
  await world.rows('select pg_stat_reset()');
  await work();
  // A connection tells what it has counted once it is asked something a second later.
  return eventually(async () => {
    await world.ask('{ viewer { id } }');
    const [counted] = await world.rows<{ written: number; read: number }>(
      `select (select n_tup_ins::int from pg_stat_user_tables where relname = 'entity_version') as written,
         (select sum(idx_tup_read)::int from pg_stat_user_indexes where relname = 'entity_version') as read`,
    );
    expect(counted!.written).toBeGreaterThanOrEqual(versions);
    return counted!.read;
  });
}

it('what a deletion takes along, and its restoration brings back, is checked one by one and not each against all', async () => {
  const { id } = await world.of('Post').create();
  await comment(id, children);
  // Nor against all versions of their owner.
  for (let version = 1; version <= updates; version++) {
    await world.rows('update post set title = $2 where id = $1', [id, `T${version}`]);
  }
  await world.rows('analyze');
  expect(await entriesRead(children + 1, () => world.of('Post').delete(id, updates + 1))).toBeLessThan(children * 20);
  expect(await entriesRead(children + 1, () => world.of('Post').restore(id, updates + 2))).toBeLessThan(children * 20);
});

it('what would take too many along is refused before any of them is deleted', async () => {
  const { id } = await world.of('Post').create();
  await world.rows('set session_replication_role = replica');
  await comment(id, 10_001);
  await world.rows('reset session_replication_role');
  const { errors } = await world.send(
    `mutation { deletePost(input: { id: "${id}", expectedVersion: 1 }) { post { id } } }`,
  );
  expect(errors).toMatchObject([
    {
      message: 'More than 10000 records would be deleted with what owns them; delete some of them first.',
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
});
