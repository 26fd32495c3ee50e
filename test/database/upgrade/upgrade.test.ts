import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Role } from '../../../src/auth/role.js';
import { migrateUp } from '../../../src/database/upgrade/migrate.js';
import { requirements } from '../../conformance/requirements.js';
import { World } from '../../conformance/world.js';
import { asSuperuser, timeouts } from '../../support/cluster.js';
import { requestGraphql } from '../../support/graphql-client.js';
import { findings } from '../../support/findings.js';
import type { TestDatabase } from '../../support/test-database.js';
import { startTestServer, type TestServer, tokenOf } from '../../support/test-server.js';
import { createOldDatabase, oldAnswers } from './old-database.js';
import { type Answer, type Ask, questionsOf } from './questions.js';

const before = await oldAnswers();
let database: TestDatabase;
let server: TestServer;
let past: Past;
/** A token of each organization's administrator, by slug. */
let tokens: Map<string, string>;

beforeAll(async () => {
  database = await createOldDatabase();
  past = await pastUntil('infinity');
  await migrateUp({ ...database, timeouts });
  server = await startTestServer({ database, slug: 'newcomer' });
  tokens = new Map();
  for (const { slug, id, admin } of await administrators()) tokens.set(slug, await tokenOf(server.config, id, admin));
});
afterAll(() => server.stop());

interface Administrator {
  slug: string;
  id: string;
  admin: string;
}

function administrators(): Promise<Administrator[]> {
  return asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query<Administrator>(
      `select distinct on (slug) slug, o.id, u.id as admin from organization o join "user" u on u.tenant_id = o.id
       where u.role = $1 and slug = any($2) order by slug`,
      [Role.ADMIN, Object.keys(before)],
    );
    return rows;
  });
}

/** The records whose rows are gone. */
function removedRecords(): Promise<ReadonlySet<string>> {
  return asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>('select entity_id as id from tombstone');
    return new Set(rows.map(({ id }) => id));
  });
}

/**
 * Answers without what their lists of children say of records whose rows are gone: the earlier version went on telling them as
 * deleted ones in the past that came after, where they had been removed already.
 */
function withoutRemoved(answer: unknown, removed: ReadonlySet<string>): unknown {
  if (Array.isArray(answer)) return answer.map((item) => withoutRemoved(item, removed));
  if (typeof answer !== 'object' || answer === null) return answer;
  const shown = Object.entries(answer).map(([name, value]): [string, unknown] => {
    if (name !== 'comments' || !Array.isArray((value as Children | null)?.nodes))
      return [name, withoutRemoved(value, removed)];
    const { nodes, totalCount } = value as Children;
    const kept = nodes.filter(({ id }) => !removed.has(id));
    return [name, { ...(value as Children), nodes: kept, totalCount: totalCount - nodes.length + kept.length }];
  });
  return Object.fromEntries(shown);
}

interface Children {
  nodes: { id: string }[];
  totalCount: number;
}

interface Past {
  until: string;
  versions: number;
  digest: string;
}

/** What is stored of the past until a moment: until when, and a sum over all of it, byte for byte. */
function pastUntil(moment: string): Promise<Past> {
  return asSuperuser(database.superuserUrl, async (client) => {
    const { rows } = await client.query<Past>(
      `select max(recorded_at)::text as until, count(*)::int as versions, md5(string_agg(concat_ws(' ', entity_id, version,
         operation, snapshot, changed, change_set_id, xid, seen, recorded_at), ' ' order by entity_id, version)) as digest
       from entity_version where recorded_at <= $1`,
      [moment],
    );
    return rows[0]!;
  });
}

const ask =
  (slug: string): Ask =>
  async (query, variables) => {
    const { body } = await requestGraphql(server.url, { query, variables, token: tokens.get(slug) });
    return JSON.parse(body) as Answer<never>;
  };

describe('A database of an earlier version, upgraded', { tags: ['slow'] }, () => {
  it('has nothing that verification finds fault with, and is protected', async () => {
    expect(await findings(server)).toEqual([]);
    await server.watch.check();
    expect(server.watch.state.problems).toEqual([]);
  });

  it.each(Object.keys(before))('answers what the earlier version answered about all records of %s', async (slug) => {
    const removed = await removedRecords();
    expect(withoutRemoved(await questionsOf(ask(slug)), removed)).toEqual(withoutRemoved(before[slug], removed));
  });

  it.each(Object.keys(before))('tells a writer of %s who has seen an old version what others changed', async (slug) => {
    const told: unknown[] = [];
    const wanted: unknown[] = [];
    for (const { type, id, version } of await records(slug, 'EXCLUDE')) {
      const [base, theirs] = [await stateOf(slug, id, 1), await stateOf(slug, id, version)];
      const field = Object.keys(yours).find((name) => base && name in base && base[name] !== theirs![name]);
      if (base === undefined || field === undefined) continue;
      const input = { id, expectedVersion: 1, patch: { [field]: yours[field] } };
      const { errors } = await change(slug, 'update', type, input);
      const { code, currentVersion, conflicts } = errors[0]!.extensions;
      told.push({ id, code, currentVersion, conflicts });
      const conflict = { field, base: base[field], theirs: theirs![field], yours: yours[field] };
      wanted.push({ id, code: 'CONFLICT', currentVersion: version, conflicts: [conflict] });
    }
    expect(told).toEqual(wanted);
    expect(told.length).toBeGreaterThan(3);
  });

  it.each(Object.keys(before))('takes every living record of %s back to its first version', async (slug) => {
    const became: unknown[] = [];
    const wanted: unknown[] = [];
    for (const { type, id, version } of await records(slug, 'EXCLUDE')) {
      const first = await stateOf(slug, id, 1);
      if (version === 1 || first === undefined) continue;
      const answer = await change(slug, 'revert', type, { id, expectedVersion: version, toVersion: 1 });
      became.push([type, id, await stateAfter(slug, type, answer)]);
      wanted.push([type, id, first]);
    }
    expect(became).toEqual(wanted);
    expect(became.length).toBeGreaterThan(5);
  });

  it.each(Object.keys(before))('brings back what was deleted in %s', async (slug) => {
    const { data } = await ask(slug)<Trash>('{ trash(first: 100) { nodes { entity { __typename id version } } } }');
    const became: unknown[] = [];
    const wanted: unknown[] = [];
    for (const { entity } of data!.trash.nodes) {
      const { __typename: type, id, version: expectedVersion } = entity;
      const last = await stateOf(slug, id, expectedVersion);
      // Its slug was given to another post.
      const patch = last!['title'] === 'In the trash' && { slug: 'another' };
      const answer = await change(slug, 'restore', type, { id, expectedVersion, ...(patch && { patch }) });
      became.push([type, id, await stateAfter(slug, type, answer)]);
      wanted.push([type, id, { ...last, ...patch }]);
    }
    expect(became).toEqual(wanted);
    expect((await ask(slug)('{ trash { totalCount } }')).data).toEqual({ trash: { totalCount: 0 } });
  });

  it('keeps to every requirement, in what was there and in what comes', async () => {
    const world = await World.of(server);
    onTestFinished(() => world.database.end());
    for (const subject of world.subjects) {
      const applying = requirements.filter(({ appliesTo }) => appliesTo?.(subject) !== false);
      for (const { check } of applying) await check(world.of(subject.type));
    }
  });

  it('has nothing that verification finds fault with after all that, and the past as it was, byte for byte', async () => {
    expect(await findings(server)).toEqual([]);
    expect(await pastUntil(past.until)).toEqual(past);
  });
});

/** Values that nobody has set. */
const yours: Readonly<Record<string, unknown>> = {
  displayName: 'yours',
  name: 'yours',
  title: 'yours',
  body: 'yours',
  status: 'ARCHIVED',
};

interface Trash {
  trash: { nodes: { entity: { __typename: string; id: string; version: number } }[] };
}

interface RecordOf {
  type: string;
  id: string;
  version: number;
}

const one = (type: string) => type.toLowerCase();

interface Records {
  records: { nodes: { id: string; version: number }[] };
}

/** The records of an organization. */
async function records(slug: string, deleted: string): Promise<RecordOf[]> {
  const found: RecordOf[] = [];
  for (const type of ['User', 'Tag', 'Post', 'Comment']) {
    const many = `${one(type)}s`;
    const { data } = await ask(slug)<Records>(
      `{ records: ${many}(first: 100, deleted: ${deleted}) { nodes { id version } } }`,
    );
    found.push(...data!.records.nodes.map((node) => ({ type, ...node })));
  }
  return found;
}

function change(slug: string, name: string, type: string, input: object) {
  const payload = `{ ${one(type)} { id version } }`;
  const Input = `${name[0]!.toUpperCase()}${name.slice(1)}${type}Input`;
  return server.graphql<{ payload: Record<string, { id: string; version: number }> }>(
    `mutation ($input: ${Input}!) { payload: ${name}${type}(input: $input) ${payload} }`,
    { input },
    tokens.get(slug)!,
  );
}

/** The state that a change has made; its errors where it was refused. */
async function stateAfter(slug: string, type: string, { data, errors }: Awaited<ReturnType<typeof change>>) {
  const record = data?.payload[one(type)];
  return record ? stateOf(slug, record.id, record.version) : errors;
}

/** What a version says of the fields that can be set; undefined where retention has let go of it. */
async function stateOf(slug: string, id: string, version: number): Promise<Record<string, unknown> | undefined> {
  const { data } = await ask(slug)<{ version: { snapshot: Record<string, unknown> } | null }>(
    `query ($id: ID!, $version: Int!) { version(id: $id, version: $version) {
      ... on UserVersion { snapshot { email displayName role } }
      ... on TagVersion { snapshot { name } }
      ... on PostVersion { snapshot { title slug body status publishedAt metadata author(includeDeleted: true) { id } tags { id } } }
      ... on CommentVersion { snapshot { body post(includeDeleted: true) { id } author(includeDeleted: true) { id } } }
    } }`,
    { id, version },
  );
  return data!.version?.snapshot;
}
