import { afterAll, beforeAll, expect, it } from 'vitest';
import { World } from '../../conformance/world.js';
import { statementsDuring } from '../../support/statements.js';
import { Undoing } from './undoing.js';

let world: World;
let undoing: Undoing;

beforeAll(async () => {
  world = await World.open({});
  undoing = new Undoing(world);
});
afterAll(() => world.close());

/** Changes so many posts in one transaction, half of their text and a key that nobody else wants. @returns the change set */
async function changedPosts(count: number, change: string): Promise<string> {
  const ids = await world.rows<{ id: string }>(
    `insert into post (id, tenant_id, title, slug, body)
     select gen_random_uuid(), $1, 'T', gen_random_uuid(), repeat('text ', 400) from generate_series(1, $2::int) n returning id`,
    [world.organization.id, count],
  );
  await world.rows(`${change} and id = any ($1)`, [ids.map(({ id }) => id)]);
  const [row] = await world.rows<{ id: string }>('select id from change_set order by recorded_at desc limit 1');
  return row!.id;
}

async function measured(changeSet: string) {
  const statements: Record<string, number> = {};
  let hash = '';
  let peak = process.memoryUsage.rss();
  const [base, used] = [peak, process.cpuUsage()];
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  statements['plan'] = (await statementsDuring(async () => (hash = (await undoing.plan(changeSet)).planHash))).length;
  const undone = await statementsDuring(() => undoing.send(changeSet, hash));
  statements['undo'] = undone.length;
  clearInterval(watch);
  const { user, system } = process.cpuUsage(used);
  // A text goes back as it is: as a query of each record's version it made a plan for each.
  expect(undone.filter((text) => text.startsWith('update') && text.includes('entity_version'))).toEqual([]);
  return { statements, cpuSeconds: (user + system) / 1e6, megabytes: (peak - base) / 2 ** 20 };
}

it.each([
  ['changes', `update post set title = 'U', body = 'short' where title = 'T'`],
  ['deletions', `update post set deleted_at = now() where title = 'T'`],
])(
  'The undo of %s of 1000 records takes as many statements as that of 10, little time and little memory',
  { tags: ['slow'] },
  async (_what, change) => {
    const few = await measured(await changedPosts(10, change));
    const many = await measured(await changedPosts(1000, change));
    expect(many.statements['plan']).toBe(few.statements['plan']);
    // The ORM checks and writes 300 rows at a time.
    expect(many.statements['undo']).toBeLessThanOrEqual(few.statements['undo']! + 6);
    expect(many.megabytes).toBeLessThan(200);
    // Of this process: how long it takes depends on who else works.
    expect(many.cpuSeconds).toBeLessThan(3);
    const left = await world.rows(`select from post where title <> 'T' or deleted_at is not null`);
    expect(left).toEqual([]);
  },
);
