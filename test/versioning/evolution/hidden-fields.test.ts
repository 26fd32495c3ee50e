import type { EntityClass } from '@mikro-orm/core';
import { Property } from '@mikro-orm/decorators/legacy';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Field } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveViews } from '../../../src/database/installed/live-views.js';
import { Sensitive, Was } from '../../../src/versioning/index.js';
import { entityOf, type Fields, mapped } from '../../database/migration/entity-of.js';
import { asSuperuser } from '../../support/cluster.js';
import { findings } from '../../support/findings.js';
import { dataOf } from '../../support/graphql-client.js';
import { EvolvingServer } from './evolving-server.js';

const text = () => mapped(() => Property({ type: 'text', nullable: true }));
const shown = Field(() => String, { nullable: true }) as PropertyDecorator;
const title: Fields = { title: [mapped(() => Property({ type: 'string' })), Field(() => String) as PropertyDecorator] };

interface Data {
  history: { nodes: { version: number }[] };
  diff: unknown;
  auditLog: { nodes: { version: number; before: unknown; after: unknown }[] };
  version: { snapshot?: unknown; state?: Readonly<Record<string, unknown>> };
}

let folder: string;
let evolving: EvolvingServer;
let id: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palimpsest-hidden-'));
  const deal = entityOf('Deal', { ...title, score: text(), rank: text() });
  evolving = await EvolvingServer.start([deal], folder);
  id = await evolving.create('Deal', { title: 'First' });
  await write(`update deal set score = 'unseen score', rank = 'unseen rank' where id = '${id}'`);
  await write(`update deal set title = 'Second' where id = '${id}'`);
});
afterAll(async () => {
  await evolving.server.stop();
  evolving.forget();
  await rm(folder, { recursive: true });
});

/** As a program beside the API writes, which knows private fields. */
const write = (statement: string) =>
  asSuperuser(evolving.server.database.superuserUrl, (client) => client.query(statement));

const ask = async (query: string) => dataOf(await evolving.server.graphql<Data>(query, { id }));

/** Upgrades, with the server of before stopped. */
async function become(entities: () => EntityClass<object>[], ...drops: string[]): Promise<void> {
  await evolving.end();
  await evolving.become(entities(), ...drops);
}

/** All that an answer can tell of a record's past. */
const past = (more = '') =>
  ask(`query ($id: ID!) {
    history(id: $id) { nodes { __typename version changes { field before after redacted } ${more} } }
    diff(id: $id, from: 1, to: 3) { field before after }
    auditLog(filter: { entityId: $id }) { nodes { version before after } }
  }`);

const untyped = '... on UntypedVersion { state }';

/** Whether a guess at a value of a field finds the change set that wrote it. */
async function isFound(field: string, value: string): Promise<boolean> {
  const query =
    'query ($field: String, $value: JSON) { changeSets(filter: { field: $field, value: $value }) { totalCount } }';
  const { data, errors } = await evolving.server.graphql<{ changeSets: { totalCount: number } }>(query, {
    field,
    value,
  });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(data ? [] : ['BAD_USER_INPUT']);
  return (data?.changeSets.totalCount ?? 0) > 0;
}

/** What is known of who made a record what it is. */
const blamed = async () => JSON.stringify(await ask('query ($id: ID!) { blame(id: $id) { field value } }'));

/** In this order, each of them on what the ones before have left. */
describe('What no client could read is read by none', () => {
  it('in the view of its living rows', () => {
    const views = liveViews(evolving.server.orm.getMetadata(), 'public');
    const { definition } = views.find(({ name }) => name === 'deal')!;
    expect(definition).toContain('"title"');
    expect(definition).not.toMatch(/score|rank/);
  });

  it('by a server that does not know the entity', async () => {
    await evolving.end();
    await evolving.serve([]);
    const told = await past(untyped);
    expect(told.history.nodes.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(told.history.nodes[1]).toEqual({
      __typename: 'UntypedVersion',
      version: 2,
      changes: [],
      state: expect.anything(),
    });
    expect(JSON.stringify(told)).not.toMatch(/unseen|score|rank|tenant_id|deleted_in/);
    expect([await isFound('score', 'unseen score'), await isFound('title', 'Second')]).toEqual([false, true]);
    expect(await blamed()).not.toMatch(/unseen|score|rank|tenant_id|deleted_in/);
  });

  it('where a field is dropped, and where one has another name', async () => {
    await become(
      () => [entityOf('Deal', { ...title, place: [text(), Was('rank') as PropertyDecorator] })],
      'deal.score=hidden',
    );
    const told = await past('... on DealVersion { snapshot { title } }');
    expect(told.history.nodes).toEqual([
      { __typename: 'DealVersion', version: 3, changes: [expect.anything()], snapshot: { title: 'Second' } },
      { __typename: 'DealVersion', version: 2, changes: [], snapshot: { title: 'First' } },
      { __typename: 'DealVersion', version: 1, changes: [expect.anything()], snapshot: { title: 'First' } },
    ]);
    expect(told.diff).toEqual([{ field: 'title', before: 'First', after: 'Second' }]);
    expect(told.auditLog.nodes.find(({ version }) => version === 2)).toMatchObject({ before: {}, after: {} });
    expect(JSON.stringify(told)).not.toMatch(/unseen|score|rank|place/);
  });

  it('where another field, which clients see, takes its name', async () => {
    await become(() => [
      entityOf('Deal', {
        ...title,
        place: text(),
        score: [text(), shown, Was({ absent: 'new' }) as PropertyDecorator],
        code: [text(), shown],
      }),
    ]);
    await write(`update deal set score = 'seen', code = 'secret' where id = '${id}'`);
    const told = await past('... on DealVersion { snapshot { score } }');
    expect(told.history.nodes).toMatchObject([
      {
        version: 4,
        changes: [{ field: 'score', before: 'new', after: 'seen' }, { field: 'code' }],
        snapshot: { score: 'seen' },
      },
      { version: 3, changes: [{ field: 'title' }], snapshot: { score: 'new' } },
      { version: 2, changes: [], snapshot: { score: 'new' } },
      { version: 1, snapshot: { score: 'new' } },
    ]);
    expect(told.auditLog.nodes.find(({ version }) => version === 4)).toMatchObject({
      before: { score: 'new' },
      after: { score: 'seen' },
    });
    expect(JSON.stringify(told)).not.toMatch(/unseen|rank|place/);
  });

  it('where a field becomes sensitive and goes then, though its values are stored until they are erased', async () => {
    const score: Fields = { ...title, place: text(), score: [text(), shown] };
    await become(() => [entityOf('Deal', { ...score, code: [text(), Sensitive()] })]);
    const told = await past('... on DealVersion { snapshot { score } }');
    expect(told.history.nodes[0]).toMatchObject({
      changes: [{ field: 'score' }, { field: 'code', before: null, after: null, redacted: true }],
    });
    expect(JSON.stringify(told)).not.toMatch(/secret/);
    expect([await isFound('code', 'secret'), await isFound('score', 'seen')]).toEqual([false, true]);
    expect(await blamed()).not.toMatch(/secret/);
    const stored = ['Deal: 1 against "no snapshot holds a sensitive column"'];
    expect(await findings(evolving.server)).toEqual(stored);

    await become(() => [entityOf('Deal', score)], 'deal.code=lost');
    const after = await past('... on DealVersion { snapshot { score } }');
    expect(after.history.nodes[0]).toMatchObject({ changes: [{ field: 'score' }] });
    expect(JSON.stringify(after)).not.toMatch(/secret/);
    expect(await isFound('code', 'secret')).toBe(false);
    expect(await findings(evolving.server)).toEqual(stored);
    await asSuperuser(evolving.server.database.ownerUrl, (client) =>
      client.query(`select palimpsest.erase_secrets('deal', 'for a test')`),
    );
    expect(await findings(evolving.server)).toEqual([]);
  });

  it('where the entity is retired', async () => {
    await become(() => [], 'deal=retire');
    const told = await past(untyped);
    expect(told.history.nodes[0]).toMatchObject({ __typename: 'UntypedVersion', version: 5 });
    const { version } = await ask(`query ($id: ID!) { version(id: $id, version: 3) { ${untyped} } }`);
    expect(Object.keys(version.state!).toSorted()).toEqual([
      'created_at',
      'created_by',
      'deleted_at',
      'deleted_by',
      'id',
      'score',
      'title',
      'updated_at',
      'updated_by',
      'version',
    ]);
    expect(JSON.stringify(told)).not.toMatch(/unseen|secret|rank|place|tenant_id|deleted_in/);
    for (const [field, value] of [
      ['place', 'unseen rank'],
      ['rank', 'unseen rank'],
      ['code', 'secret'],
    ] as const)
      expect([field, await isFound(field, value)]).toEqual([field, false]);
    expect(await isFound('score', 'seen')).toBe(true);
    expect(await blamed()).not.toMatch(/unseen|secret|rank|place|tenant_id|deleted_in/);
  });
});
