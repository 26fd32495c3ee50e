import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from '../conformance/world.js';
import { plainValues } from './plain-values.js';
import { testModules } from './test-modules.js';

type Row = Readonly<Record<string, unknown>>;
type Filter = Readonly<Record<string, unknown>>;

/** Values that records have and filters ask for; few, so that both meet. */
const pools: Readonly<Record<string, readonly unknown[]>> = {
  labelOrNull: [null, '', 'a', 'A', 'ab', '100%', '1_0', 'a\\b', "it's", '\u00e9', 'e\u0301', '\u{1F4DC}x'],
  whole: [-3, 0, 7, 2_147_483_647],
  wholeOrNull: [null, 1, 2],
  bigOrNull: [null, '9007199254740992', '9007199254740993'],
  amount: ['1', '1.5', '9007199254740993', '-0.0000000001'],
  real: [0.1, 0.30000000000000004, -1e300],
  instantOrNull: [null, '2026-01-01T00:00:00.000001Z', '2026-01-01T00:00:00.000002Z'],
  dayOrNull: [null, '2024-02-29', '2024-03-01'],
  flagOrNull: [null, true, false],
  color: ['RED', 'GREEN', 'BLUE'],
  uuidOrNull: [null, '0197f3a0-0000-7000-8000-000000000001', '0197f3a0-0000-7000-8000-000000000002'],
};

const operators: Readonly<Record<string, readonly string[]>> = {
  labelOrNull: ['eq', 'ne', 'in', 'contains', 'startsWith', 'isNull'],
  whole: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  wholeOrNull: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  bigOrNull: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  amount: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  real: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  instantOrNull: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  dayOrNull: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  flagOrNull: ['eq', 'isNull'],
  color: ['eq', 'ne', 'in'],
  uuidOrNull: ['eq', 'ne', 'in', 'isNull'],
};

let world: World;
let rows: Row[];
const samples = fc.sample(
  fc.record(Object.fromEntries(Object.entries(pools).map(([field, pool]) => [field, fc.constantFrom(...pool)]))),
  { numRuns: 40, seed: 7 },
);

beforeAll(async () => {
  world = await World.open(testModules);
  const tagId = await world.target('Tag');
  rows = [];
  for (const [n, values] of samples.entries()) {
    const { id } = await world.of('EveryType').create({ label: `row ${n}`, tagId, ...plainValues, ...values });
    rows.push({ id, ...values });
  }
});
afterAll(() => world.close());

/** What a comparison means, in the simplest words; null is smaller and greater than nothing. */
function holds(value: unknown, operator: string, wanted: unknown): boolean {
  if (operator === 'isNull') return (value === null) === wanted;
  if (operator === 'ne') return value !== wanted;
  if (value === null) return false;
  if (operator === 'eq') return value === wanted;
  if (operator === 'in') return (wanted as unknown[]).includes(value);
  if (operator === 'contains') return String(value).includes(String(wanted));
  if (operator === 'startsWith') return String(value).startsWith(String(wanted));
  const order = compare(value, wanted);
  return { gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[operator]!;
}

function compare(a: unknown, b: unknown): number {
  const isNumeric = (value: unknown) => typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(String(value));
  if (!isNumeric(a) || typeof a === 'number') return (a as string) < (b as string) ? -1 : Number(a !== b);
  const scaled = (value: unknown) => {
    const [whole = '', fraction = ''] = String(value).split('.');
    return BigInt(whole.replace('-', '') + fraction.padEnd(10, '0')) * (whole.startsWith('-') ? -1n : 1n);
  };
  const difference = scaled(a) - scaled(b);
  return difference < 0n ? -1 : Number(difference > 0n);
}

function matches(row: Row, filter: Filter): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'and') return (value as Filter[]).every((part) => matches(row, part));
    if (name === 'or') return (value as Filter[]).some((part) => matches(row, part));
    if (name === 'not') return !matches(row, value as Filter);
    return Object.entries(value as object).every(([operator, wanted]) => holds(row[name], operator, wanted));
  });
}

const comparison = fc.constantFrom(...Object.keys(pools)).chain((field) =>
  fc.constantFrom(...operators[field]!).chain((operator): fc.Arbitrary<Filter> => {
    const value = fc.constantFrom(...pools[field]!.filter((candidate) => candidate !== null));
    if (operator === 'isNull') return fc.boolean().map((wanted) => ({ [field]: { isNull: wanted } }));
    if (operator === 'in') return fc.array(value, { maxLength: 3 }).map((wanted) => ({ [field]: { in: wanted } }));
    return value.map((wanted) => ({ [field]: { [operator]: wanted } }));
  }),
);

const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    comparison,
    comparison,
    fc.array(tie('filter'), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('filter'), { maxLength: 3 }).map((or) => ({ or })),
    tie('filter').map((not) => ({ not })),
    fc.tuple(comparison, tie('filter')).map(([one, other]) => ({ ...one, and: [other] })),
  ),
}));

async function found(wanted: Filter): Promise<string[]> {
  const { everyTypes } = await world.ask<{ everyTypes: { totalCount: number; nodes: { id: string }[] } }>(
    'query ($filter: EveryTypeFilter) { everyTypes(first: 100, filter: $filter) { totalCount nodes { id } } }',
    { filter: wanted },
  );
  expect(everyTypes.totalCount).toBe(everyTypes.nodes.length);
  return everyTypes.nodes.map(({ id }) => id);
}

describe('A filter', () => {
  it('finds the records that satisfy it, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (wanted) => {
        const expected = rows.filter((row) => matches(row, wanted)).map(({ id }) => id);
        expect(await found(wanted)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('looks into what records are called, be it a long text, now and in the past', async () => {
    const comments = world.of('Comment');
    const body = `${'hay '.repeat(1000)}needle`;
    const { id, changeSet } = await comments.create({ body, postId: await world.target('Post') });
    await comments.update(id, 1, { body: 'burnt' });
    const query = `query ($part: String!, $asOf: AsOf) {
      comments(filter: { body: { contains: $part } }, asOf: $asOf) { totalCount nodes { id } } }`;
    const found = (part: string, asOf: object | null = null) =>
      world.ask<{ comments: object }>(query, { part, asOf }).then((data) => data.comments);
    expect(await found('needle')).toEqual({ totalCount: 0, nodes: [] });
    expect(await found('burnt')).toEqual({ totalCount: 1, nodes: [{ id }] });
    expect(await found('needle', { changeSet })).toEqual({ totalCount: 1, nodes: [{ id }] });
  });

  it('of nothing finds everything', async () => {
    const all = rows.map(({ id }) => id);
    for (const wanted of [{}, { and: [] }, { not: { or: [] } }, { whole: {} }, { or: [{}] }]) {
      expect(await found(wanted)).toEqual(all);
    }
    for (const wanted of [{ or: [] }, { not: {} }, { not: { and: [] } }, { color: { in: [] } }]) {
      expect(await found(wanted)).toEqual([]);
    }
  });

  it.each([
    ['a null where a value is compared', { whole: { eq: null } }],
    ['a null where a comparison should be', { whole: null }],
    ['a null where a condition should be', { not: null }],
    ['more than 1000 values', { labelOrNull: { in: Array.from({ length: 1001 }, String) } }],
    ['more than 100 conditions', { and: Array.from({ length: 101 }, () => ({ whole: { eq: 1 } })) }],
    ['more than 100 conditions that say nothing', { or: Array.from({ length: 101 }, () => ({})) }],
    ['a day that does not exist', { dayOrNull: { eq: '2023-02-29' } }],
    ['a number out of range', { bigOrNull: { gt: '9223372036854775808' } }],
  ])('with %s is BAD_USER_INPUT', async (_, wanted) => {
    const query = 'query ($filter: EveryTypeFilter) { everyTypes(filter: $filter) { totalCount } }';
    const { errors } = await world.send(query, { filter: wanted });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  it('takes a malformed UUID for one that nothing has', async () => {
    expect(await found({ uuidOrNull: { eq: 'nope' } })).toEqual([]);
    expect(await found({ uuidOrNull: { in: ['nope', ''] } })).toEqual([]);
    expect(await found({ uuidOrNull: { ne: 'nope' } })).toHaveLength(rows.length);
    expect(await found({ tagId: { eq: 'nope' } })).toEqual([]);
  });

  it('compares with what is longer or greater than its column can hold as it is', async () => {
    const label = 'x'.repeat(40);
    await world.of('EveryType').create({ label, tagId: await world.target('Tag'), ...plainValues });
    const labels = [`${label}x`, `${label}y`];
    expect(await found({ label: { eq: label } })).toHaveLength(1);
    expect(await found({ label: { eq: labels[0] } })).toEqual([]);
    expect(await found({ label: { in: labels } })).toEqual([]);
    expect(await found({ label: { eq: label, ne: labels[0] } })).toHaveLength(1);
    expect(await found({ small: { gt: 40_000 } })).toEqual([]);
  });
});
