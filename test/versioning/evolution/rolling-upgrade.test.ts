import type { EntityClass } from '@mikro-orm/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asSuperuser } from '../../support/cluster.js';
import { findings } from '../../support/findings.js';
import type { TestServer } from '../../support/test-server.js';
import { EvolvingServer } from './evolving-server.js';
import { makeStage } from './make-stage.js';
import { Was } from '../../../src/versioning/index.js';
import { text } from './field-kind.js';
import type { Stage } from './stage.js';
import { stages } from './stages.js';

const [beginning, withDefault, , renamed] = stages(() => null) as [Stage, Stage, Stage, Stage];

let folder: string;
let evolving: EvolvingServer;
/** The server of the version before, which runs on. */
let before: TestServer;
let id: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palimpsest-history-'));
  evolving = await EvolvingServer.start(makeStage(beginning).entities, folder);
  before = evolving.server;
  const { data } = await change('create', { title: 'First', stage: 'open', amount: 1 });
  id = data!.payload.deal.id;
});
afterEach(async () => {
  if (evolving.server !== before) await evolving.server.close();
  await before.stop();
  evolving.forget();
  await rm(folder, { recursive: true });
});

interface Changed {
  payload: { deal: { id: string; version: number; title: string } };
}

function change(name: string, input: object) {
  const Input = `${name[0]!.toUpperCase()}${name.slice(1)}DealInput`;
  return before.graphql<Changed>(
    `mutation ($input: ${Input}!) { payload: ${name}Deal(input: $input) { deal { id version title } } }`,
    { input },
  );
}

const history = () =>
  before.graphql<{ history: unknown }>(
    `query ($id: ID!) { history(id: $id) { nodes { version changes { field before after }
      ... on DealVersion { snapshot { title notes stage amount labels { id } } } } } deal(id: $id) { title } }`,
    { id },
  );

/** Upgrades the database, and starts the next version's server beside the one that runs. */
async function upgrade(entities: () => EntityClass<object>[]): Promise<void> {
  evolving.forget();
  await evolving.become(entities());
  await asSuperuser(before.database.ownerUrl, (client) =>
    client.query("insert into migration (name) values ('Migration29991231235959_next')"),
  );
}

async function readiness() {
  const response = await fetch(`${before.url}/readyz`);
  const { migrations } = (await response.json()) as { migrations: { newer: string[]; problems: string[] } };
  return { status: response.status, newer: migrations.newer, problems: migrations.problems };
}

const otherTables = expect.objectContaining({
  message: expect.stringContaining('other tables than this version of the server knows'),
  extensions: expect.objectContaining({ code: 'UNAVAILABLE' }),
}) as unknown;

const newer = ['Migration29991231235959_next'];

it('The server of the version before works on beside a field that came with a default', async () => {
  await upgrade(() => makeStage(withDefault).entities);
  expect(await readiness()).toEqual({ status: 200, newer, problems: [] });
  const next = await evolving.server.graphql(
    'mutation ($input: UpdateDealInput!) { updateDeal(input: $input) { deal { version } } }',
    { input: { id, expectedVersion: 1, patch: { title: 'Second', industry: 'STEEL' } } },
  );
  expect(next.errors).toEqual([]);
  for (const [name, more] of [
    ['update', { expectedVersion: 2, patch: { title: 'Third', notes: 'kept' } }],
    ['delete', { expectedVersion: 3 }],
    ['restore', { expectedVersion: 4 }],
    ['revert', { expectedVersion: 5, toVersion: 2 }],
  ] as const) {
    expect((await change(name, { id, ...more })).errors).toEqual([]);
  }
  expect((await change('create', { title: 'Another', stage: 'open', amount: 1 })).errors).toEqual([]);
  const { data, errors } = await history();
  expect(errors).toEqual([]);
  expect(data!.history).toMatchObject({ nodes: [{ snapshot: { title: 'Second', notes: null } }, {}, {}, {}, {}, {}] });
  // What the version before does not know, it leaves as it is.
  const { data: told } = await evolving.server.graphql<{ deal: unknown }>(
    'query ($id: ID!) { deal(id: $id) { title industry } }',
    { id },
  );
  expect(told!.deal).toEqual({ title: 'Second', industry: 'STEEL' });
  expect(await findings(evolving.server)).toEqual([]);
});

it('The server of the version before says in a sentence that a field which it knows is gone, and is not ready', async () => {
  await upgrade(() => makeStage(renamed).entities);
  expect(await readiness()).toEqual({ status: 503, newer, problems: ['the column notes of deal is missing'] });
  const refused = [
    await change('create', { title: 'Another', notes: 'more', stage: 'open', amount: 1 }),
    await change('update', { id, expectedVersion: 1, patch: { notes: 'more' } }),
    await history(),
  ];
  expect(refused.map(({ errors }) => errors[0])).toEqual(refused.map(() => otherTables));
  expect(await findings(evolving.server)).toEqual([]);
});

it('The server of the version before reads on beside a field that must be there, and says that it cannot create', async () => {
  const required: Stage = {
    ...beginning,
    fields: (others) => ({ ...beginning.fields(others), industry: text(() => 'STEEL', { type: 'string' }) }),
    was: { industry: Was({ absent: 'OTHER' }) },
  };
  await upgrade(() => makeStage(required).entities);
  const problems = ['the column industry of deal requires a value, which its entity does not know'];
  expect(await readiness()).toEqual({ status: 503, newer, problems });
  expect((await history()).errors).toEqual([]);
  expect((await change('update', { id, expectedVersion: 1, patch: { title: 'Second' } })).errors).toEqual([]);
  const { errors } = await change('create', { title: 'Another', stage: 'open', amount: 1 });
  expect(errors).toEqual([otherTables]);
});
