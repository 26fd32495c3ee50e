import fc from 'fast-check';
import { isEnumType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../src/versioning/read/lists/cursor.js';
import { World } from '../conformance/world.js';
import { plainValues } from './plain-values.js';
import { testModules } from './test-modules.js';

interface Page {
  readonly totalCount: number;
  readonly edges: { cursor: string; node: { id: string } }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

interface Term {
  readonly field: string;
  readonly direction: string;
}

type Arguments = Readonly<Record<string, unknown>>;

let world: World;
let fields: string[];

/** Few values, so that many records are equal in them, and nulls where a column may hold them. */
const variants = [
  { whole: 1, amount: '10', labelOrNull: null, instantOrNull: null, wholeOrNull: 2, bigOrNull: '9007199254740993' },
  { whole: 2, amount: '9', labelOrNull: 'a', instantOrNull: '2026-01-01T00:00:00.000001Z', wholeOrNull: null },
  { whole: 2, amount: '9.0000000001', labelOrNull: 'B', instantOrNull: '2026-01-01T00:00:00.000002Z', realOrNull: 0.1 },
  {
    whole: -3,
    amount: '-1',
    labelOrNull: '\u00e9',
    flagOrNull: true,
    dayOrNull: '2024-02-29',
    bigOrNull: '9007199254740992',
  },
  { whole: 10, amount: '10', labelOrNull: '', flagOrNull: false, realOrNull: -1e300, amountOrNull: '0.1' },
];

beforeAll(async () => {
  world = await World.open(testModules);
  const order = world.schema.getType('EveryTypeOrderField');
  fields = isEnumType(order) ? order.getValues().map(({ name }) => name) : [];
  const tagId = await world.target('Tag');
  const labels = ['z', 'A', 'b', '\u00e4', '10', '9', ' ', '\u{1F4DC}'];
  for (let n = 0; n < 24; n += 1) {
    const label = `${labels[n % labels.length]}${n}`;
    await world.of('EveryType').create({ label, tagId, ...plainValues, ...variants[n % variants.length] });
  }
});
afterAll(() => world.close());

async function page(list: string, args: Arguments): Promise<Page> {
  const given = Object.entries(args).map(([name, value]) => `${name}: ${literal(value)}`);
  const answer = await world.ask<{ page: Page }>(
    `{ page: ${list}(${given.join(', ')}) {
      totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`,
  );
  return answer.page;
}

/** GraphQL's own writing of a value; words in capitals are enums. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literal(inner)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' && /^[A-Z_]+$/.test(value) ? value : JSON.stringify(value);
}

/** All pages from one end to the other, as ids in the order of the list. */
async function walk(
  list: string,
  args: Arguments,
  size: number,
  backwards: boolean,
  between = async () => {},
): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = null, more = true, first = true; more; first = false) {
    const { edges, pageInfo }: Page = await page(list, {
      ...args,
      ...(backwards ? { last: size } : { first: size }),
      ...(cursor !== null && { [backwards ? 'before' : 'after']: cursor }),
    });
    const ids = edges.map(({ node }) => node.id);
    found.splice(backwards ? 0 : found.length, 0, ...ids);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    expect(backwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage).toBe(!first);
    [more, cursor] = backwards
      ? [pageInfo.hasPreviousPage, pageInfo.startCursor]
      : [pageInfo.hasNextPage, pageInfo.endCursor];
    if (more) await between();
  }
  return found;
}

/** The order as PostgreSQL sorts the whole table: text by language, nulls last when ascending, equal ones by their ids. */
async function sorted(orderBy: readonly Term[]): Promise<string[]> {
  const terms = orderBy.map(({ field, direction }) => {
    const column = field.toLowerCase();
    const collated = column.startsWith('label') ? `${column} collate "und-x-icu"` : column;
    return `${collated} ${direction} nulls ${direction === 'ASC' ? 'last' : 'first'}`;
  });
  const rows = await world.rows<{ id: string }>(
    `select id from every_type where deleted_at is null order by ${[...terms, 'id'].join(', ')}`,
  );
  return rows.map(({ id }) => id);
}

const direction = fc.constantFrom('ASC', 'DESC');

describe('A list', () => {
  it('is offered in many orders', () => expect(fields.length).toBeGreaterThan(15));

  it(
    'is read in pages of any size, from both ends, in any order, without repeating or skipping a record',
    { tags: ['slow'] },
    async () => {
      const term = fc.record({ field: fc.nat(fields.length - 1).map((n) => fields[n]!), direction });
      await fc.assert(
        fc.asyncProperty(
          fc.array(term, { maxLength: 3 }),
          fc.integer({ min: 1, max: 30 }),
          fc.boolean(),
          async (orderBy, size, backwards) => {
            expect(await walk('everyTypes', { orderBy }, size, backwards)).toEqual(await sorted(orderBy));
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it('can be read in each order that it offers, up and down', async () => {
    for (const field of fields) {
      for (const orderBy of [[{ field, direction: 'ASC' }], [{ field, direction: 'DESC' }]]) {
        expect(await walk('everyTypes', { orderBy }, 7, false)).toEqual(await sorted(orderBy));
      }
    }
  });

  it('shows what was there exactly once while records are added before, between and after', async () => {
    const tagId = await world.target('Tag');
    let n = 0;
    const add = async () => {
      const label = `${['A', 'm', 'z'][n % 3]} added ${(n += 1)}`;
      await world.of('EveryType').create({ label, tagId, ...plainValues, ...variants[n % variants.length] });
    };
    for (const [field, backwards] of [
      ['LABEL', false],
      ['LABEL', true],
      ['WHOLE_OR_NULL', false],
      ['CREATED_AT', true],
    ] as const) {
      const before = await sorted([{ field, direction: 'ASC' }]);
      const found = await walk('everyTypes', { orderBy: [{ field, direction: 'ASC' }] }, 5, backwards, add);
      expect(new Set(found).size).toBe(found.length);
      expect(found.filter((id) => before.includes(id))).toEqual(before);
    }
  });

  it('goes on after a record that is deleted or has moved meanwhile', async () => {
    const records = world.of('EveryType');
    const orderBy = [{ field: 'LABEL', direction: 'ASC' }];
    const before = await sorted(orderBy);
    const { pageInfo } = await page('everyTypes', { orderBy, first: 3 });
    const { version } = (await records.read(before[2]!))!;
    await records.delete(before[2]!, version);
    const { edges } = await page('everyTypes', { orderBy, first: 3, after: pageInfo.endCursor });
    expect(edges.map(({ node }) => node.id)).toEqual(before.slice(3, 6));
    await records.restore(before[2]!, version + 1);
  });

  it('takes both ends of a part', async () => {
    const orderBy = [{ field: 'WHOLE', direction: 'DESC' }];
    const all = await page('everyTypes', { orderBy, first: 100 });
    const [after, before] = [all.edges[4]!.cursor, all.edges[9]!.cursor];
    const part = await page('everyTypes', { orderBy, first: 100, after, before });
    expect(part.edges).toEqual(all.edges.slice(5, 9));
    expect((await page('everyTypes', { orderBy, last: 2, after, before })).edges).toEqual(all.edges.slice(7, 9));
    expect((await page('everyTypes', { orderBy, first: 100, after: before, before: after })).edges).toEqual([]);
  });
});

describe('A cursor', () => {
  const refusal = async (args: Arguments) => {
    const given = Object.entries(args).map(([name, value]) => `${name}: ${literal(value)}`);
    const { errors } = await world.send(`{ everyTypes(${given.join(', ')}) { totalCount } }`);
    return errors[0]?.extensions.code;
  };

  it('that was tampered with is BAD_USER_INPUT', async () => {
    const { edges } = await page('everyTypes', { first: 1 });
    const { cursor } = edges[0]!;
    const character = fc.constantFrom(...'aZ09-_.= \u00e9');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(cursor.length),
        fc.nat(1),
        fc.string({ unit: character, maxLength: 3 }),
        fc.boolean(),
        async (at, cut, put, end) => {
          const tampered = `${cursor.slice(0, at)}${put}${cursor.slice(at + cut)}`;
          fc.pre(tampered !== cursor);
          expect(await refusal({ [end ? 'before' : 'after']: tampered })).toBe('BAD_USER_INPUT');
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['', '.', '..', 'null', 'aaaa', 'x'.repeat(10_000), '\u0000'.slice(1)])(
    'that is none is BAD_USER_INPUT: %s',
    async (cursor) => {
      expect(await refusal({ after: cursor })).toBe('BAD_USER_INPUT');
    },
  );

  it('of another list, order or direction is BAD_USER_INPUT', async () => {
    const own = await page('everyTypes', { first: 1, orderBy: [{ field: 'WHOLE', direction: 'ASC' }] });
    const { cursor } = own.edges[0]!;
    const tags = await page('tags', { first: 1 });
    expect(await refusal({ after: tags.edges[0]!.cursor })).toBe('BAD_USER_INPUT');
    expect(await refusal({ after: cursor })).toBe('BAD_USER_INPUT');
    expect(await refusal({ after: cursor, orderBy: [{ field: 'WHOLE', direction: 'DESC' }] })).toBe('BAD_USER_INPUT');
    expect(await refusal({ after: cursor, orderBy: [{ field: 'SMALL', direction: 'ASC' }] })).toBe('BAD_USER_INPUT');
    expect(await refusal({ after: cursor, orderBy: [{ field: 'WHOLE', direction: 'ASC' }] })).toBeUndefined();
  });

  it.each<[string, string, unknown]>([
    ['id', '', ['nope']],
    ['id', '', []],
    ['id', '', ['0197f3a0-0000-7000-8000-00000000dead', null]],
    ['id', '', { 0: 'x' }],
    ['id', '', [{ toString: 'x' }]],
    ['id', '', ['\0']],
    ['whole,id', 'WHOLE', ['99999999999', null]],
    ['instant,id', 'INSTANT', ['the other day', null]],
    ['flag,id', 'FLAG', ["'; select 1 --", null]],
  ])('that was forged, checksum and all, is BAD_USER_INPUT: %s %s %j', async (columns, field, values) => {
    const scope = `every_type:${columns}:${columns.replaceAll(/\w+/g, 'asc')}`;
    const orderBy = field === '' ? [] : [{ field, direction: 'ASC' }];
    expect(await refusal({ after: encodeCursor(scope, values as string[]), orderBy })).toBe('BAD_USER_INPUT');
  });

  it('that is forged of values that could be is answered like any other', async () => {
    const whole = encodeCursor('every_type:whole,id:asc,asc', ['-1', null]);
    expect(await refusal({ after: whole, orderBy: [{ field: 'WHOLE', direction: 'ASC' }] })).toBeUndefined();
  });
});
