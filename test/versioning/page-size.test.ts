import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from '../conformance/world.js';
import { testModules } from './test-modules.js';

const many = 105;

let world: World;
/** What the lists below belong to. */
let ids: Record<string, string>;

/** A list, as the root field that leads to it and the field itself; `$` is where its arguments go. */
const lists: [string, string][] = [
  ['a list', 'list: tags($)'],
  ['a list of deleted records', 'list: rooms($, deleted: INCLUDE)'],
  ['a to-many relation', 'floor(id: "floor") { list: rooms($) }'],
  ['the history of a record', 'list: history(id: "tag", $)'],
  ['the history below a record', 'tag(id: "tag") { list: history($) }'],
  ['the versions of a change set', 'changeSet(id: "changeSet") { list: versions($) }'],
  ['the trash', 'list: trash($)'],
  ['the audit log', 'list: auditLog($)'],
];

beforeAll(async () => {
  world = await World.open(testModules);
  const floor = await world.target('Floor');
  const rooms = await inOneOperation(
    (n) => `createRoom(input: { name: "${n}", floorId: "${floor}" }) { room { id } changeSet { id } }`,
  );
  await inOneOperation((n) => `createTag(input: { name: "${n}" }) { tag { id } }`);
  const tag = await world.target('Tag');
  await inOneOperation(
    (n) => `updateTag(input: { id: "${tag}", expectedVersion: ${n + 1}, patch: { name: "${-n - 1}" } }) { tag { id } }`,
  );
  const gone = (await inOneOperation((n) => `createFloor(input: { name: "${n}" }) { floor { id } }`)).map(
    ({ floor: made }) => made!.id,
  );
  await inOneOperation((n) => `deleteFloor(input: { id: "${gone[n]}", expectedVersion: 1 }) { floor { id } }`);
  ids = { floor, tag, changeSet: rooms[0]!['changeSet']!.id };
});
afterAll(() => world.close());

async function inOneOperation(field: (n: number) => string): Promise<Record<string, { id: string }>[]> {
  const fields = Array.from({ length: many }, (_, n) => `f${n}: ${field(n)}`);
  return Object.values(
    await world.ask<Record<string, Record<string, { id: string }>>>(`mutation { ${fields.join(' ')} }`),
  );
}

async function ask(list: string, args: string, declared = '', variables = {}) {
  const field = list
    .replace('$', () => args)
    .replace(/\((, )?/, '(')
    .replace('()', '')
    .replaceAll(/"(\w+)"/g, (_, name: string) => JSON.stringify(ids[name]));
  const selection = '{ totalCount nodes { __typename } pageInfo { hasNextPage hasPreviousPage } }';
  const body = field.endsWith('}') ? field.replace(/ \}$/, ` ${selection} }`) : `${field} ${selection}`;
  return world.send<Record<string, unknown>>(`query ${declared} { ${body} }`, variables);
}

/** How many items are shown, of how many. */
async function shown(...question: Parameters<typeof ask>): Promise<{ items: number; totalCount: number }> {
  const { data, body } = await ask(...question);
  if (data == null) throw new Error(`The server answered ${body}`);
  const [outer] = Object.values(data) as [{ list?: unknown }];
  const { nodes, totalCount } = (outer.list ?? outer) as { nodes: unknown[]; totalCount: number };
  return { items: nodes.length, totalCount };
}

describe.each(lists)('A page of %s', (_, list) => {
  it('has 20 items where nothing is said', async () => {
    const { items, totalCount } = await shown(list, '');
    expect(items).toBe(20);
    expect(totalCount).toBeGreaterThan(100);
  });

  it.each(['first', 'last'])('has at most 100 items whatever %s says', async (argument) => {
    expect(await shown(list, `${argument}: 1000`)).toMatchObject({ items: 100 });
    expect(await shown(list, `${argument}: 101`)).toMatchObject({ items: 100 });
    expect(await shown(list, `${argument}: $n`, '($n: Int)', { n: 2_147_483_647 })).toMatchObject({ items: 100 });
    expect(await shown(list, `${argument}: $n`, '($n: Int = 101)')).toMatchObject({ items: 100 });
  });

  it.each(['first', 'last'])('has as many items as %s says up to 100', async (argument) => {
    for (const size of [0, 1, 99, 100])
      expect(await shown(list, `${argument}: ${size}`)).toMatchObject({ items: size });
    expect(await shown(list, `${argument}: $n`, '($n: Int)', { n: null })).toMatchObject({ items: 20 });
  });

  it('cannot be negative, nor start from both ends', async () => {
    for (const args of ['first: -1', 'last: -1', 'first: 1, last: 1']) {
      const { errors } = await ask(list, args);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });
});
