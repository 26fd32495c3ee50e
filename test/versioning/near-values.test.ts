import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { EveryTypeClient } from './every-type-client.js';
import { plainValues } from './plain-values.js';
import { testModules } from './test-modules.js';

let server: TestServer;
let client: EveryTypeClient;
let tagId: string;
let otherTagId: string;

beforeAll(async () => {
  server = await startTestServer(testModules);
  client = new EveryTypeClient(server);
  [tagId, otherTagId] = await Promise.all([client.createTag('one'), client.createTag('two')]);
});
afterAll(() => server.stop());

async function create(values: object): Promise<string> {
  const input = { label: client.distinct(''), tagId, ...plainValues, ...values };
  return (await client.mutate('create', input)).id;
}

/** Pairs that look alike, to a double, to a parser or to an eye. */
const different: [string, unknown, unknown][] = [
  ['text', 'a', 'a '],
  ['text', '\u00e9', 'e\u0301'],
  ['text', "'; drop table post; --", "''; drop table post; --"],
  ['text', 'back\\slash', 'back\\\\slash'],
  ['text', '?', '??'],
  ['textOrNull', null, ''],
  ['textOrNull', null, 'null'],
  ['labelOrNull', 'x'.repeat(255), 'x'.repeat(254)],
  ['instant', '2026-11-21T21:51:31.123456Z', '2026-11-21T21:51:31.123457Z'],
  ['instant', '0001-01-01T00:00:00.000000Z', '9999-12-31T23:59:59.999999Z'],
  ['amount', '1234567890123456789012345678.0000000001', '1234567890123456789012345678.0000000002'],
  ['amount', '9007199254740992', '9007199254740993'],
  ['amount', '1.5', '1.50'],
  ['amount', '0', '0.00'],
  ['amountOrNull', null, '0.00'],
  ['price', '-0.01', '0.01'],
  ['big', '9007199254740992', '9007199254740993'],
  ['big', '-9223372036854775808', '9223372036854775807'],
  ['bigOrNull', '0', null],
  ['whole', -2_147_483_648, 2_147_483_647],
  ['small', -32_768, 32_767],
  ['real', 0.1, 0.10000000000000002],
  ['real', 5e-324, 0],
  ['real', 1.7976931348623157e308, -1.7976931348623157e308],
  ['real', 1e21, 1e22],
  ['flagOrNull', false, null],
  ['document', '1', 1],
  ['document', 'true', true],
  ['document', 'null', ['null']],
  ['document', '{"a":1}', { a: 1 }],
  ['document', '', '""'],
  ['document', false, 0],
  ['document', { a: null }, {}],
  ['document', [1, 2], [2, 1]],
  ['document', {}, []],
  ['document', 0.1, 0.10000000000000002],
  ['document', 9_007_199_254_740_991, 9_007_199_254_740_990],
  ['documentOrNull', 'null', null],
  ['dictionary', {}, null],
  ['dictionary', { '?': '?', $$: '$1' }, { '?': '??', $$: '$1' }],
  ['colorOrNull', 'RED', null],
  ['uuidOrNull', null, '0197f3a0-0000-7000-8000-000000000001'],
  ['day', '0001-01-01', '9999-12-31'],
  ['day', '2024-02-29', '2024-03-01'],
];

/** The same value in two spellings, or two orders. */
const equal: [string, unknown, unknown][] = [
  ['instant', '2026-11-21T21:51:31.120000Z', '2026-11-21T22:51:31.12+01:00'],
  ['amountOrNull', '1.5', '1.500000'],
  ['amountOrNull', '0', '-0.00'],
  ['amount', '0.0', '-0.0'],
  ['amount', '7', '007'],
  ['big', '7', 7],
  ['real', 100, 1e2],
  ['document', { a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }],
  ['dictionary', { bb: 1, a: 2 }, { a: 2, bb: 1 }],
];

describe('Two values that look alike', () => {
  it.each(different)('are a change of %s: %j, then %j', async (field, before, after) => {
    const id = await create({ [field]: before });
    const updated = await client.mutate('update', { id, expectedVersion: 1, patch: { [field]: after } });
    expect(updated).toMatchObject({ version: 2, changed: true });
    expect(updated.state[field]).toStrictEqual(after);
    const { diff } = await client.ask<{ diff: unknown }>(
      'query ($id: ID!) { diff(id: $id, from: 1, to: 2) { field before after redacted } }',
      { id },
    );
    expect(diff).toStrictEqual([{ field, before, after, redacted: false }]);
  });

  it.each(different)(
    'are a conflict of %s where both sides wanted one of them: %j, %j',
    async (field, before, after) => {
      const id = await create({});
      await client.mutate('update', { id, expectedVersion: 1, patch: { label: client.distinct(''), [field]: before } });
      const patch = { [field]: after };
      const { errors } = await server.graphql(client.document('update'), { input: { id, expectedVersion: 1, patch } });
      const base = (plainValues as Record<string, unknown>)[field] ?? null;
      const isConflict = [before, after].every((value) => JSON.stringify(value) !== JSON.stringify(base));
      expect(errors[0]?.extensions).toMatchObject({
        code: 'CONFLICT',
        conflicts: isConflict ? [{ field, base, theirs: before, yours: after }] : [],
      });
    },
  );
});

describe('One value in two spellings', () => {
  it.each(equal)('is no change of %s: %j, then %j', async (field, before, after) => {
    const id = await create({ [field]: before });
    const updated = await client.mutate('update', { id, expectedVersion: 1, patch: { [field]: after } });
    expect(updated).toMatchObject({ version: 1, changed: false });
  });

  it.each(equal)('is no conflict of %s: %j, %j', async (field, before, after) => {
    const id = await create({});
    await client.mutate('update', { id, expectedVersion: 1, patch: { label: client.distinct(''), [field]: before } });
    const patch = { [field]: after };
    const { errors } = await server.graphql(client.document('update'), { input: { id, expectedVersion: 1, patch } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2, conflicts: [] });
  });
});

describe('Links', () => {
  it('are a set: their order and repetitions are no change', async () => {
    const id = await create({ labelIds: [tagId, otherTagId] });
    const patch = { labelIds: [otherTagId, tagId, otherTagId] };
    expect(await client.mutate('update', { id, expectedVersion: 1, patch })).toMatchObject({
      version: 1,
      changed: false,
    });
  });

  it('are cleared by null, as by an empty list', async () => {
    const id = await create({ labelIds: [tagId] });
    const cleared = await client.mutate('update', { id, expectedVersion: 1, patch: { labelIds: null } });
    expect(cleared).toMatchObject({ version: 2, state: { labelIds: [] } });
    const again = await client.mutate('update', { id, expectedVersion: 2, patch: { labelIds: [] } });
    expect(again).toMatchObject({ version: 2, changed: false });
  });

  it('may be null from the start', async () => {
    const id = await create({ labelIds: null });
    expect(await client.read(id)).toMatchObject({ labelIds: [] });
  });
});
