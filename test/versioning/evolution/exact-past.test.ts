import { BigIntType, type EntityClass } from '@mikro-orm/core';
import { Property } from '@mikro-orm/decorators/legacy';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Field } from 'type-graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BigInt, mostChanges } from '../../../src/versioning/index.js';
import { entityOf, mapped } from '../../database/migration/entity-of.js';
import { dataOf } from '../../support/graphql-client.js';
import { EvolvingServer } from './evolving-server.js';
import { decimal, text } from './field-kind.js';

const many = Array.from({ length: 10 }, (_, n) => `note${n}`);
const notes = () => text(() => null, { nullable: true }).decorators;
const price = '12345678901234567890.1234500000';
const count = '9007199254740993';

const counted: readonly PropertyDecorator[] = [
  mapped(() => Property({ type: new BigIntType('string') })),
  Field(() => BigInt) as PropertyDecorator,
];
const title = () => text(() => '').decorators;

const before = () =>
  entityOf('Deal', {
    title: title(),
    price: decimal(30, 10).decorators,
    count: counted,
    ...Object.fromEntries(many.map((name) => [name, notes()])),
  });
const after = () => entityOf('Deal', { title: title() });
/** A later field has the name of a dropped one. */
const taken = () => entityOf('Deal', { title: title(), price: notes() });
const other = () => entityOf('Partner', { title: title() });

let folder: string;
let evolving: EvolvingServer;
let id: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palimpsest-history-'));
  evolving = await EvolvingServer.start([before(), other()], folder);
  id = await evolving.create('Deal', { title: 'one', price, count });
  await update({ price: '0.1', count: '2' });
  await become(() => [after(), other()], ...['price', 'count', ...many].map((name) => `deal.${name}=history`));
  await become(() => [taken(), other()]);
});
afterAll(async () => {
  await evolving.server.stop();
  await rm(folder, { recursive: true });
});

async function update(patch: object) {
  const { errors } = await evolving.server.graphql(
    'mutation ($input: UpdateDealInput!) { updateDeal(input: $input) { deal { version } } }',
    { input: { id, expectedVersion: 1, patch } },
  );
  expect(errors).toEqual([]);
}

async function become(entities: () => EntityClass<object>[], ...drops: string[]) {
  await evolving.end();
  await evolving.become(entities(), ...drops);
}

type Values = Readonly<Record<string, unknown>>;

async function ask(selection = '') {
  return dataOf(
    await evolving.server.graphql<{
      version: { changes: Values[]; state?: Values };
      diff: Values[];
      auditLog: { nodes: { before: Values | null; after: Values }[] };
    }>(
      `query ($id: ID!) {
        version(id: $id, version: 1) { changes { field before after redacted } ${selection} }
        diff(id: $id, from: 1, to: 2) { field before after redacted }
        auditLog(filter: { entityId: $id }, last: 2) { nodes { before after } }
      }`,
      { id },
    ),
  );
}

const same = { redacted: false };
const differing = [
  { field: 'count', before: count, after: '2', ...same },
  { field: '$price', before: price, after: '0.1000000000', ...same },
];

it('A list of changes is counted with the fields that were dropped', async () => {
  // What there is, the deletion, and what was dropped.
  expect(await mostChanges(evolving.server.orm.em.fork())).toBe(2 + 1 + 12);
});

it('Decimals and big integers of dropped fields keep their digits, for clients in JavaScript too', async () => {
  const { version, diff, auditLog } = await ask();
  expect(diff).toEqual(differing);
  expect(version.changes.filter(({ after: value }) => value !== null)).toEqual([
    { field: 'title', before: null, after: 'one', ...same },
    { field: 'count', before: null, after: count, ...same },
    { field: '$price', before: null, after: price, ...same },
  ]);
  expect(auditLog.nodes).toEqual([
    { before: { price, count }, after: { price: '0.1000000000', count: '2' } },
    { before: { title: null, price: null, count: null }, after: { title: 'one', price, count } },
  ]);
});

it('Those of an entity that is no more keep theirs, and no column hides what was dropped', async () => {
  await become(() => [other()], 'deal=retire');
  const { version, diff, auditLog } = await ask('... on UntypedVersion { state }');
  expect(version.state).toMatchObject({ title: 'one', price: null, $price: price, count, note0: null });
  expect(version.changes).toEqual(
    expect.arrayContaining([
      { field: '$price', before: null, after: price, ...same },
      { field: 'count', before: null, after: count, ...same },
    ]),
  );
  expect(diff).toEqual(differing);
  expect(auditLog.nodes[0]).toEqual({ before: { price, count }, after: { price: '0.1000000000', count: '2' } });
  expect(await mostChanges(evolving.server.orm.em.fork())).toBeGreaterThanOrEqual(version.changes.length);
});
