import type { EntityClass } from '@mikro-orm/core';
import { afterEach, describe, expect, it } from 'vitest';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { Was } from '../../../src/versioning/index.js';
import { entityOf } from '../../database/migration/entity-of.js';
import { asSuperuser } from '../../support/cluster.js';
import { findings } from '../../support/findings.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { TestServer } from '../../support/test-server.js';
import { EvolvingServer } from './evolving-server.js';
import { decimal, type FieldKind, links, oneOf, reference, text, whole } from './field-kind.js';
import { makeOthers, makeStage } from './make-stage.js';
import { unchanged } from './past-state.js';
import type { Others, Stage } from './stage.js';

type Fields = Readonly<Record<string, (others: Others) => FieldKind>>;

const first: Fields = {
  title: () => text(() => '', { type: 'string' }),
  notes: () => text(() => null, { nullable: true }),
  stage: () => oneOf('DealStage', ['OPEN', 'WON']),
  amount: whole,
  labels: () => links(() => Tag, 'tags'),
  customer: (others) => reference(() => others.customer, 'customers'),
};
const { notes: _notes, ...withoutNotes } = first;
const { labels: _labels, ...withoutLabels } = first;

function stageOf(fields: Fields, more: Partial<Stage> = {}): Stage {
  const make = (others: Others) =>
    Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, kind(others)]));
  return { name: 'Deal', owner: 'Customer', change: '', fields: make, bring: unchanged, ...more };
}

/** A change of the entity, and what the server of the version before does beside it. */
interface Change {
  /** Undefined where the entity goes. */
  readonly to: Stage | undefined;
  readonly drops?: readonly string[];
  /** What the next server writes into a record before the one of before is asked. */
  readonly written?: (tag: string) => object;
  readonly problems?: readonly string[];
  /** What it answers UNAVAILABLE. */
  readonly refused: readonly Operation[];
  /** Whether it says that a version which is reverted to has a value that has no place. */
  readonly unfit?: true;
}

const operations = ['read', 'history', 'update', 'create', 'delete', 'restore', 'revert'] as const;
type Operation = (typeof operations)[number];

const missing = (column: string) => [`the column ${column} of deal is missing`];

const changes: Readonly<Record<string, Change>> = {
  'a nullable field that comes': {
    to: stageOf({ ...first, due: () => text(() => null, { nullable: true }) }),
    written: () => ({ due: 'tomorrow' }),
    refused: [],
  },
  'a reference that comes': {
    to: stageOf({ ...first, assignee: () => reference(() => User, 'users') }),
    refused: [],
  },
  'links that come': {
    to: stageOf({ ...first, topics: () => links(() => Tag, 'tags') }),
    written: (tag) => ({ topicIds: [tag] }),
    refused: [],
  },
  'an enum value that comes, and is in use': {
    to: stageOf({ ...first, stage: () => oneOf('DealStage', ['OPEN', 'WON', 'LOST']) }),
    written: () => ({ stage: 'LOST' }),
    refused: ['read', 'update'],
    unfit: true,
  },
  'an enum value that goes': {
    to: stageOf(
      { ...first, stage: () => oneOf('DealStage', ['OPEN']) },
      { was: { stage: Was({ values: { WON: 'OPEN' } }) } },
    ),
    refused: [],
  },
  'an enum value of another name': {
    to: stageOf(
      { ...first, stage: () => oneOf('DealStage', ['OPEN', 'SOLD']) },
      { was: { stage: Was({ values: { WON: 'SOLD' } }) } },
    ),
    refused: ['read', 'update', 'delete', 'restore'],
    unfit: true,
  },
  'a field that is dropped': {
    to: stageOf(withoutNotes),
    drops: ['deal.notes=history'],
    problems: missing('notes'),
    refused: [...operations],
  },
  'a field of another type': {
    to: stageOf({ ...first, amount: () => decimal(12, 2) }),
    problems: ['the column amount of deal is numeric(12,2), not int'],
    refused: [],
  },
  'links that are dropped': {
    to: stageOf(withoutLabels),
    drops: ['deal.labels=history'],
    problems: ['the table deal_labels is missing'],
    refused: ['read', 'revert'],
  },
  'an entity of another name': {
    to: stageOf(first, { name: 'Offer', wasNamed: Was('Deal') as ClassDecorator }),
    problems: ['the table deal is missing', 'the table deal_labels is missing'],
    // History alone needs no table.
    refused: operations.filter((operation) => operation !== 'history'),
  },
  'an entity that goes': {
    to: undefined,
    drops: ['deal=retire'],
    problems: ['the table deal is missing', 'the table deal_labels is missing'],
    refused: [...operations],
  },
};

let evolving: EvolvingServer;
/** The server of the version before, which runs on. */
let before: TestServer;

afterEach(async () => {
  if (evolving.server !== before) await evolving.server.close();
  await before.stop();
  evolving.forget();
});

interface Payload {
  payload: { deal: { id: string; version: number } };
}

const selection = 'title notes stage amount labels { id }';

/** What the server of before says of each operation: its code, where it is refused. */
async function outcomes(ids: readonly string[], version: number): Promise<Record<Operation, string>> {
  const [id, other, third] = ids;
  const change = async (name: string, input: object) => {
    const Input = `${name[0]!.toUpperCase()}${name.slice(1)}DealInput`;
    return codeOf(
      await before.graphql<Payload>(
        `mutation ($input: ${Input}!) { payload: ${name}Deal(input: $input) { deal { id version } } }`,
        { input },
      ),
    );
  };
  const ask = async (query: string) => codeOf(await before.graphql(query, { id }));
  const update = await change('update', { id, expectedVersion: version, patch: { title: 'By the one before' } });
  return {
    read: await ask(`query ($id: ID!) { deal(id: $id) { ${selection} } }`),
    history: await ask(
      `query ($id: ID!) { history(id: $id) { nodes { version changes { field } ... on DealVersion { snapshot { ${selection} } } } } }`,
    ),
    update,
    create: await change('create', { title: 'Created before', stage: 'OPEN', amount: 3 }),
    delete: await change('delete', { id: other, expectedVersion: 1 }),
    restore: await change('restore', { id: third, expectedVersion: 2 }),
    revert: await change('revert', {
      id,
      expectedVersion: update === 'done' ? version + 1 : version,
      toVersion: version,
    }),
  };
}

function codeOf({ errors, data }: { errors: readonly { extensions: { code: string } }[]; data?: unknown }): string {
  if (errors.length === 0) return data === undefined ? 'nothing' : 'done';
  return errors[0]!.extensions.code;
}

async function readiness() {
  const response = await fetch(`${before.url}/readyz`);
  const { migrations } = (await response.json()) as { migrations: { problems: string[] } };
  return { status: response.status, problems: migrations.problems };
}

/** All that the next server knows of a record. */
async function known(stage: Stage | undefined, fields: readonly FieldKind[], names: readonly string[], id: string) {
  if (!stage) return undefined;
  const type = stage.name.toLowerCase();
  const asked = names.map((name, place) => fields[place]!.selection(name)).join(' ');
  const { data, errors } = await evolving.server.graphql<{ record: Record<string, unknown> }>(
    `query ($id: ID!) { record: ${type}(id: $id, deleted: INCLUDE) { ${asked} } }`,
    { id },
  );
  expect(errors).toEqual([]);
  return data!.record;
}

describe('The server of the version before, beside', { tags: ['slow'] }, () => {
  it.each(Object.entries(changes))('%s', async (_, { to, drops = [], written, problems = [], refused, unfit }) => {
    evolving = await EvolvingServer.start(makeStage(stageOf(first)).entities, await temporaryFolder());
    before = evolving.server;
    const tag = await evolving.create('Tag', { name: 'one' });
    const values = { title: 'First', notes: 'kept', stage: 'WON', amount: 2, labelIds: [tag] };
    const ids = [
      await evolving.create('Deal', values),
      await evolving.create('Deal', values),
      await evolving.create('Deal', values),
    ];
    await before.graphql('mutation ($id: ID!) { deleteDeal(input: { id: $id, expectedVersion: 1 }) { deal { id } } }', {
      id: ids[2],
    });
    evolving.forget();
    const made = to && makeStage(to);
    await evolving.become(made?.entities ?? makeOthers(), ...drops);
    await asSuperuser(before.database.ownerUrl, (client) =>
      client.query("insert into migration (name) values ('Migration29991231235959_next')"),
    );
    const answer = await evolving.server.graphql(
      'mutation ($input: UpdateDealInput!) { updateDeal(input: $input) { deal { id } } }',
      { input: { id: ids[0], expectedVersion: 1, patch: written?.(tag) ?? {} } },
    );
    expect(written ? answer.errors : []).toEqual([]);
    expect(await readiness()).toEqual({ status: problems.length > 0 ? 503 : 200, problems });
    const told = () =>
      Promise.all(ids.map((id) => known(to, Object.values(made?.fields ?? {}), Object.keys(made?.fields ?? {}), id)));
    const was = await told();
    const done = await outcomes(ids, written ? 2 : 1);
    const expected = operations.map((operation) => [operation, refused.includes(operation) ? 'UNAVAILABLE' : 'done']);
    expect(done).toEqual({ ...Object.fromEntries(expected), ...(unfit && { revert: 'BAD_USER_INPUT' }) });
    // What it writes changes nothing but what it was told to, and reverting takes that back.
    const [changed, ...others] = was;
    const isLeft = done.update === 'done' && done.revert !== 'done';
    expect(await told()).toEqual([isLeft ? { ...changed, title: 'By the one before' } : changed, ...others]);
    expect(await findings(evolving.server)).toEqual([]);
  });

  it('an entity that comes', async () => {
    const entities = () => makeStage(stageOf(first)).entities;
    evolving = await EvolvingServer.start(entities(), await temporaryFolder());
    before = evolving.server;
    evolving.forget();
    const more: EntityClass<object> = entityOf('Offer', { title: text(() => '', { type: 'string' }).decorators });
    await evolving.become([...entities(), more]);
    await evolving.create('Offer', { title: 'unknown before' });
    const id = await evolving.create('Deal', { title: 'First', stage: 'WON', amount: 2 });
    const other = await evolving.create('Deal', { title: 'First', stage: 'WON', amount: 2 });
    const third = await evolving.create('Deal', { title: 'First', stage: 'WON', amount: 2 });
    await evolving.server.graphql(
      'mutation ($id: ID!) { deleteDeal(input: { id: $id, expectedVersion: 1 }) { deal { id } } }',
      { id: third },
    );
    expect(await outcomes([id, other, third], 1)).toEqual(
      Object.fromEntries(operations.map((operation) => [operation, 'done'])),
    );
    expect(await findings(evolving.server)).toEqual([]);
  });
});
