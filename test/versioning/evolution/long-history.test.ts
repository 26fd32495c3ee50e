import { isDeepStrictEqual } from 'node:util';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEachTenant } from '../../../src/database/tenants/each-tenant.js';
import { countRetiredVersions, readNotices } from '../../../src/versioning/index.js';
import { bookkeepingColumns } from '../../../src/versioning/read/differences/untyped-diff.js';
import { asSuperuser } from '../../support/cluster.js';
import { dataOf } from '../../support/graphql-client.js';
import { findings } from '../../support/findings.js';
import { EvolvingServer } from './evolving-server.js';
import type { Targets } from './field-kind.js';
import { makeOthers, makeStage } from './make-stage.js';
import { type Difference, differences, type PastState } from './past-state.js';
import type { Stage } from './stage.js';
import { regions, stages } from './stages.js';
import { Story, type StoryRecord } from './story.js';
import { answered, wanted } from './told.js';

const tags = new Map<string, string>();
const [beginning, ...changes] = stages((name) => tags.get(name as string) ?? null);
let folder: string;
let evolving: EvolvingServer;
let story: Story;
let present: Stage = beginning!;
/** Written under the first shape: one that lives, one that once held what has no place later, and those in the trash. */
let oldest: StoryRecord;
let misfit: StoryRecord;
let trash: StoryRecord[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palimpsest-history-'));
  const made = makeStage(beginning!);
  evolving = await EvolvingServer.start(made.entities, folder);
  for (const name of regions) tags.set(name, await evolving.create('Tag', { name }));
  const { users } = evolving.server.organization;
  const targets: Targets = {
    tags: [...tags.values()],
    users: Object.values(users),
    customers: [await evolving.create('Customer', { name: 'one' }), await evolving.create('Customer', { name: 'two' })],
    partners: [await evolving.create('Partner', { name: 'one' }), await evolving.create('Partner', { name: 'two' })],
  };
  story = new Story(evolving, targets);
  story.become(beginning!, made);
  oldest = await story.create();
  await story.update(oldest);
  misfit = await story.create({ ...story.sample(), stage: 'odd', amount: 12_345_678 });
  await story.update(misfit, { stage: 'open', amount: 5 });
  trash = [];
  for (const _ of changes) trash.push(await story.create());
  for (const record of trash) await story.delete(record);
});
afterAll(async () => {
  await evolving.server.stop();
  await rm(folder, { recursive: true });
});

/** Everything that is told of all records, against what should be. */
async function expectAllTold(): Promise<void> {
  for (const record of story.records) {
    expect(await answered(evolving, story, record), `${story.records.indexOf(record)}`).toEqual(wanted(story, record));
  }
}

describe.each(changes.map((stage) => [stage.change, stage] as const))('After %s', { tags: ['slow'] }, (_, stage) => {
  it.runIf(stage.was ?? stage.wasNamed ?? stage.drops)(
    'nothing is done where nobody says what becomes of what was',
    async () => {
      const stored = await evolving.stored();
      const { was: _was, wasNamed: _wasNamed, drops: _drops, ...unsaid } = stage;
      await refused(unsaid, /: write .*(@Was|--drop)/);
      expect(await evolving.stored()).toBe(stored);
    },
  );

  it.runIf(stage.tooMuch)('nothing is done where a row has no place', async () => {
    const record = await story.create({ ...story.sample(), ...stage.tooMuch });
    await refused(stage, /does not fit/);
    await story.update(record);
    await expectAllTold();
  });

  it('every version of every shape is told in the shape of today, and stored as it was', async () => {
    const stored = await evolving.stored();
    await evolving.end();
    const made = makeStage(stage);
    await evolving.become(made.entities, ...(stage.drops ?? []));
    story.become(stage, made);
    present = stage;
    expect(await evolving.stored()).toBe(stored);
    await expectAllTold();
  });

  it('verification finds nothing', async () => {
    expect(await findings(evolving.server)).toEqual([]);
  });

  it('a record of the first shape is reverted to its first version', async () => {
    await story.update(oldest);
    await story.revert(oldest, 1);
    expect(await answered(evolving, story, oldest)).toEqual(wanted(story, oldest));
  });

  it('a version that has no place today is not reverted to, and fields are named', async () => {
    const fields = Object.keys(story.meaning(misfit, 1).unfit);
    const input = { id: misfit.id, expectedVersion: misfit.versions.length, toVersion: 1 };
    const { errors } = fields.length === 0 ? { errors: [] } : await story.change('revert', input);
    expect(errors.map(({ extensions }) => [extensions.code, extensions['fields']])).toEqual(
      fields.length === 0 ? [] : [['BAD_USER_INPUT', fields]],
    );
  });

  it('what was deleted under the first shape is restored', async () => {
    const record = trash.pop()!;
    await story.restore(record);
    expect(await answered(evolving, story, record)).toEqual(wanted(story, record));
  });

  it('who has seen the first version is told what others changed since, and what is contested', async () => {
    await story.update(oldest);
    const patch = story.sample();
    const { errors } = await story.change('update', { id: oldest.id, expectedVersion: 1, patch });
    const [base, theirs] = [story.meaning(oldest, 1), story.meaning(oldest, oldest.versions.length)];
    const contested = differences(base, theirs, []).map(({ field, before, after }) => ({
      field,
      base: before,
      theirs: after,
      yours: patch[field],
    }));
    const { code, conflicts } = errors[0]!.extensions;
    expect(code).toBe('CONFLICT');
    expect(byField(conflicts as Contested[])).toEqual(
      contested.filter(
        ({ base, theirs, yours }) => !isDeepStrictEqual(theirs, yours) && !isDeepStrictEqual(base, yours),
      ),
    );
  });

  it('records are written, changed, deleted and restored', async () => {
    const [kept, deleted] = [await story.create(), await story.create()];
    await story.update(kept);
    await story.update(misfit, { title: `Still there ${story.now}` });
    await story.delete(deleted);
    await story.restore(deleted);
    await story.delete(deleted);
    await expectAllTold();
    expect(await findings(evolving.server)).toEqual([]);
  });
});

describe('After the end of the entity', { tags: ['slow'] }, () => {
  const untyped = `entityType version operation changes { field before after } ... on UntypedVersion { state }`;
  let stored: readonly object[];

  it('its records are deleted, with versions, and what was stored stays as it was', async () => {
    stored = await versions();
    await evolving.end();
    await evolving.become(makeOthers(), 'offer=retire');
    const now = await versions();
    expect(now.slice(0, stored.length)).toEqual(stored);
    expect(now).toHaveLength(stored.length + story.records.filter(({ deleted }) => !deleted).length);
    expect(await findings(evolving.server)).toEqual([]);
  });

  it('nothing of it is said not to be up to date, and its versions are counted', async () => {
    const told: unknown[] = [];
    await readEachTenant(evolving.server.orm, async ([em]) => {
      told.push(...(await readNotices(em!)), ...(await countRetiredVersions(em!)));
    });
    expect(told).toEqual([['offer', (await versions()).filter(isOfOffer).length]]);
  });

  it('what is done to its history by hand is found', async () => {
    const { id } = oldest;
    await asSuperuser(evolving.server.database.superuserUrl, async (client) => {
      const damaged = `entity_version where entity_id = '${id}' and version = 1`;
      await client.query(`set session_replication_role = replica; create table kept as select * from ${damaged}`);
      await client.query(
        `update entity_version set snapshot = snapshot || '{"title": "forged"}' where entity_id = '${id}' and version = 1`,
      );
      expect(await findings(evolving.server)).toEqual([
        'offer: 2 against "before and after of an audit entry are the difference of the two snapshots"',
      ]);
      await client.query(`delete from ${damaged}`);
      expect(await findings(evolving.server)).toContain(
        'offer: 1 against "versions are 1 to n, or from where retention has left off to n, without a gap"',
      );
      await client.query('insert into entity_version select * from kept; drop table kept');
    });
    expect(await findings(evolving.server)).toEqual([]);
  });

  it('every version is answered as it was stored, by column, with what was dropped before', async () => {
    for (const record of story.records) {
      const { id, versions, deleted } = record;
      const { history, diff } = dataOf(
        await evolving.server.graphql<{ history: { nodes: Untyped[] }; diff: { field: string }[] }>(
          `query ($id: ID!, $to: Int!) { history(id: $id, first: 100) { nodes { ${untyped} } }
            diff(id: $id, from: 1, to: $to) { field } }`,
          { id, to: versions.length },
        ),
      );
      const told = history.nodes.toReversed();
      const operations = [...versions.map(({ operation }) => operation), ...(deleted ? [] : ['DELETE'])];
      expect(told.map(({ operation }) => operation)).toEqual(operations);
      expect(new Set(told.map(({ entityType }) => entityType))).toEqual(new Set(['offer']));
      const states = versions.map((_, index) => byColumn(story.meaning(record, index + 1)));
      expect(
        told.slice(0, versions.length).map(({ state }, index) => only(Object.keys(states[index]!), state)),
      ).toEqual(states);
      expect(told.map(({ changes }) => byField(changes))).toEqual(
        told.map(({ state }, index) => changesBetween(told[index - 1]?.state ?? {}, state)),
      );
      const [first, last] = [states[0]!, states.at(-1)!];
      const differing = [...new Set([...Object.keys(first), ...Object.keys(last)])].filter(
        (name) => !isDeepStrictEqual(first[name] ?? null, last[name] ?? null),
      );
      expect(
        diff
          .map(({ field }) => field)
          .filter((field) => field !== 'deleted_at')
          .toSorted(),
      ).toEqual(differing.toSorted());
    }
  });

  it('change sets and the audit log are answered', async () => {
    const { id } = oldest;
    const { version, auditLog } = dataOf(
      await evolving.server.graphql<{
        version: { changeSet: { versions: { nodes: unknown[] } } };
        auditLog: { nodes: { action: string; entityType: string; version: number }[] };
      }>(
        `query ($id: ID!) {
          version(id: $id, version: 1) { changeSet { versions(first: 5) { nodes { ${untyped} } } } }
          auditLog(filter: { entityId: $id }, first: 100) { nodes { action entityType version } }
        }`,
        { id },
      ),
    );
    expect(version.changeSet.versions.nodes).toMatchObject([{ version: 1, state: { title: 'Title 1' } }]);
    // An entry says what was done under the name of then.
    const names = [beginning!, ...changes].map(({ name }) => name.toLowerCase());
    const actions = oldest.versions.map(({ stage, operation }) => `${names[stage]}.${operation.toLowerCase()}`);
    expect(auditLog.nodes.toReversed()).toEqual([
      ...actions.map((action, index) => ({ action, entityType: 'offer', version: index + 1 })),
      { action: 'offer.delete', entityType: 'offer', version: actions.length + 1 },
      { action: 'offer.purge', entityType: 'offer', version: actions.length + 1 },
    ]);
  });
});

/** A state by the names of columns. */
function byColumn({ values, unfit, dropped }: PastState): Record<string, unknown> {
  const columns = Object.entries({ ...values, ...unfit }).map(([name, value]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return { ...Object.fromEntries(columns), ...dropped };
}

function only(names: readonly string[], values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

const isOfOffer = (version: object) => (version as { entity_type: string }).entity_type === 'offer';

interface Untyped {
  readonly entityType: string;
  readonly operation: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly changes: readonly Difference[];
}

/** In what a state differs from the one before, as both are told. */
function changesBetween(before: Untyped['state'], after: Untyped['state']): Difference[] {
  const all = Object.keys(after).map((field) => ({
    field,
    before: before[field] ?? null,
    after: after[field] ?? null,
  }));
  return byField(all.filter((one) => !bookkeepingColumns.has(one.field) && !isDeepStrictEqual(one.before, one.after)));
}

/** All versions, as they are stored, the oldest first. */
async function versions(): Promise<object[]> {
  return asSuperuser(evolving.server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<object>(
      'select entity_id, entity_type, version, operation, shape, snapshot::text, changed::text from entity_version order by xid, entity_id, version',
    );
    return rows;
  });
}

/** Tries to become another entity, which is refused; then the server is what it was. */
async function refused(stage: Stage, sentence: RegExp): Promise<void> {
  await evolving.end();
  const attempt = evolving.become(makeStage(stage).entities, ...(stage.drops ?? []));
  await expect(attempt).rejects.toThrow(sentence);
  evolving.forget();
  await evolving.serve(makeStage(present).entities);
}

interface Contested {
  readonly field: string;
}

function byField<T extends Contested>(conflicts: readonly T[]): T[] {
  return conflicts.toSorted((one, other) => (one.field < other.field ? -1 : 1));
}
