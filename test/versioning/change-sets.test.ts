import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Random } from '../../bench/torture/random.js';
import { asSuperuser } from '../support/cluster.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

interface ChangeSet {
  id: string;
  reason: string;
  recordedAt: string;
}

interface Data {
  changeSets: { totalCount: number; nodes: ChangeSet[]; pageInfo: Record<string, unknown> };
  history: { totalCount: number; nodes: { version: number }[] };
}

let server: TestServer;
let post: string;
/** Oldest first. */
const made: ChangeSet[] = [];

beforeAll(async () => {
  server = await startTestServer();
  const { ADMIN } = server.organization.tokens;
  post = await change('createPost', '{ title: "Vellum", slug: "vellum", body: "Calf", reason: "a first draft" }');
  await change('createTag', '{ name: "skin", reason: "a first tag" }');
  const update = (version: number, patch: string, reason: string, token?: string) =>
    change('updatePost', `{ id: "${post}", expectedVersion: ${version}, patch: ${patch}, reason: "${reason}" }`, token);
  await update(1, '{ title: "Parchment" }', 'a better title');
  await update(2, '{ status: PUBLISHED, publishedAt: "2026-05-01T00:00:00Z" }', 'out it goes');
  await update(3, '{ title: "Vellum" }', 'the old title', ADMIN);
  await change('deletePost', `{ id: "${post}", expectedVersion: 4, reason: "no more" }`);
});
afterAll(() => server.stop());

async function change(field: string, input: string, token = server.organization.tokens.EDITOR): Promise<string> {
  const one = field.endsWith('Tag') ? 'tag' : 'post';
  const mutation = `mutation { made: ${field}(input: ${input}) { record: ${one} { id } changeSet { id reason recordedAt } } }`;
  const data = dataOf(
    await server.graphql<{ made: { record: { id: string }; changeSet: ChangeSet } }>(mutation, {}, token),
  );
  made.push(data.made.changeSet);
  return data.made.record.id;
}

/**
 * A change set of a transaction that stays open.
 *
 * @param undoes what it undoes
 * @param meanwhile what is done between its transaction's beginning and its being written
 */
async function opened(undoes: string | null = null, meanwhile?: () => Promise<unknown>) {
  const client = new Client({ connectionString: server.database.applicationUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin');
  await client.query(`select set_config('app.tenant_id', $1, true)`, [server.organization.id]);
  await client.query('select pg_current_xact_id()');
  await meanwhile?.();
  const { rows } = await client.query<{ id: string }>(
    `insert into change_set (id, actor_kind, actor_id, source, undoes_id)
     values (gen_random_uuid(), 'USER', 'writer', 'API', $1) returning id`,
    [undoes],
  );
  const opening = {
    isOpen: true,
    async commit() {
      opening.isOpen = false;
      await client.query('commit');
      return rows[0]!.id;
    },
  };
  return opening;
}

async function seal(most = 1000): Promise<void> {
  const sealing = `select palimpsest.seal_change_sets(${most})`;
  await asSuperuser(server.database.applicationUrl, (client) => client.query(sealing));
}

const ask = async (query: string, token?: string) => dataOf(await server.graphql<Data>(query, {}, token));

async function reasons(args: string, token?: string): Promise<string[]> {
  const { changeSets } = await ask(`{ changeSets(${args}) { totalCount nodes { reason } } }`, token);
  expect(changeSets.totalCount).toBe(changeSets.nodes.length);
  return changeSets.nodes.map(({ reason }) => reason);
}

async function versions(filter: string): Promise<number[]> {
  const { history } = await ask(`{ history(id: "${post}", filter: ${filter}) { totalCount nodes { version } } }`);
  expect(history.totalCount).toBe(history.nodes.length);
  return history.nodes.map(({ version }) => version);
}

describe('changeSets', () => {
  it('lists what was changed in the organization, newest first, page by page both ways, for viewers too', async () => {
    const { VIEWER } = server.organization.tokens;
    const fields = `totalCount nodes { id reason recordedAt versions { nodes { entityType version operation } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
    const { changeSets: first } = await ask(`{ changeSets(first: 2) { ${fields} } }`, VIEWER);
    // The test's own users were made before.
    expect(first).toMatchObject({
      totalCount: made.length + 1,
      nodes: [
        { ...made[5], versions: { nodes: [{ entityType: 'Post', version: 5, operation: 'DELETE' }] } },
        { ...made[4], versions: { nodes: [{ entityType: 'Post', version: 4, operation: 'UPDATE' }] } },
      ],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const next = await ask(`{ changeSets(first: 2, after: "${String(first.pageInfo['endCursor'])}") { ${fields} } }`);
    expect(next.changeSets).toMatchObject({ nodes: [made[3], made[2]], pageInfo: { hasPreviousPage: true } });
    const { startCursor } = next.changeSets.pageInfo;
    const back = await ask(`{ changeSets(last: 2, before: "${String(startCursor)}") { ${fields} } }`);
    expect(back.changeSets.nodes).toEqual(first.nodes);
  });

  it('has cursors that tell no number of a transaction, which would tell how busy others are', async () => {
    const { changeSets } = await ask('{ changeSets { nodes { id } pageInfo { startCursor endCursor } } }');
    const { rows } = await asSuperuser(server.database.superuserUrl, (client) =>
      client.query<{ number: string }>('select xid::text as number from change_set'),
    );
    const numbers = new Set(rows.map(({ number }) => number));
    for (const cursor of [changeSets.pageInfo['startCursor'], changeSets.pageInfo['endCursor']] as string[]) {
      const told = JSON.parse(Buffer.from(cursor.split('.')[0]!, 'base64url').toString()) as (string | null)[];
      // Above all places, or from nothing on.
      const parts = told.flatMap((value) =>
        /^\d+$/.test(value ?? '') ? [value!, String(BigInt(value!) - 2n ** 62n)] : [],
      );
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.filter((part) => numbers.has(part))).toEqual([]);
    }
  });

  it('shows nothing of another organization', async () => {
    const other = await server.addOrganization('globex');
    const { changeSets } = await ask('{ changeSets { totalCount nodes { id reason } } }', other.tokens.ADMIN);
    expect(changeSets.totalCount).toBe(1);
    expect(made.map(({ id }) => id)).not.toContain(changeSets.nodes[0]!.id);
  });

  it('answers who changed what, when and why', async () => {
    const { EDITOR, ADMIN } = server.organization.users;
    expect(await reasons(`filter: { actorId: "${ADMIN}" }`)).toEqual(['the old title']);
    expect(await reasons(`filter: { actorId: "${EDITOR}", operation: [CREATE] }`)).toEqual([
      'a first tag',
      'a first draft',
    ]);
    expect(await reasons('filter: { source: CLI }')).toEqual([null]);
    expect(await reasons('filter: { entityType: ["Tag", "User"] }')).toEqual(['a first tag', null]);
    expect(await reasons('filter: { reason: "title" }')).toEqual(['the old title', 'a better title']);
    expect(await reasons('filter: { field: "status", entityType: ["Post"], operation: [UPDATE] }')).toEqual([
      'out it goes',
    ]);
    expect(await reasons('filter: { field: "deletedAt" }')).toEqual(['no more']);
    expect(await reasons('filter: { entityType: [] }')).toEqual([]);
    const [from, to] = [made[1]!.recordedAt, made[3]!.recordedAt];
    expect(await reasons(`filter: { from: "${from}", to: "${to}" }`)).toEqual(['a better title', 'a first tag']);
  });

  it('asks once for what is named again', async () => {
    const filter = {
      entityType: Array(5000).fill('Post'),
      field: 'title',
      value: 'Vellum',
      operation: ['CREATE', 'CREATE'],
    };
    const query = 'query ($filter: ChangeSetFilter) { changeSets(filter: $filter) { nodes { reason } } }';
    const { changeSets } = dataOf(await server.graphql<Data>(query, { filter }));
    expect(changeSets.nodes).toEqual([{ reason: 'a first draft' }]);
    const fields = Array(5000).fill('title');
    const blaming = 'query ($id: ID!, $fields: [String!]) { blame(id: $id, fields: $fields) { field } }';
    const { blame } = dataOf(await server.graphql<{ blame: object[] }>(blaming, { id: post, fields }));
    expect(blame).toEqual([{ field: 'title' }]);
  });

  it('refuses reasons, and parts of one, that are longer than ten thousand characters', async () => {
    const refused = { message: 'reason: it has more than 10000 characters.', extensions: { code: 'BAD_USER_INPUT' } };
    const asking = 'query ($reason: String) { changeSets(filter: { reason: $reason }) { nodes { id } } }';
    const writing = 'mutation ($reason: String) { createTag(input: { name: "why", reason: $reason }) { tag { id } } }';
    for (const document of [asking, writing]) {
      const { errors } = await server.graphql(document, { reason: 'a'.repeat(10_001) });
      expect(errors).toMatchObject([refused]);
    }
    const { changeSets } = dataOf(await server.graphql<Data>(asking, { reason: 'é'.repeat(10_000) }));
    expect(changeSets.nodes).toEqual([]);
  });

  it('answers who set a field to a value', async () => {
    expect(await reasons('filter: { field: "title", value: "Vellum" }')).toEqual(['the old title', 'a first draft']);
    expect(await reasons('filter: { field: "status", value: "PUBLISHED", from: "2026-01-01T00:00:00Z" }')).toEqual([
      'out it goes',
    ]);
    expect(await reasons('filter: { field: "status", value: null }')).toEqual([]);
    for (const moment of ['2026-05-01T00:00:00Z', '2026-05-01T00:00:00.000000Z'])
      expect(await reasons(`filter: { field: "publishedAt", value: "${moment}" }`)).toEqual(['out it goes']);
    expect(await reasons('filter: { field: "name", value: "skin" }')).toEqual(['a first tag']);
  });

  it.each([
    ['{ entityType: ["Pots"] }', 'entityType: there is no type "Pots"; there are Comment, Post, Tag, User.'],
    ['{ field: "colour" }', 'field: there is no field "colour"; there are '],
    ['{ entityType: ["Tag"], field: "title" }', 'field: there is no field "title"; there are name, deletedAt.'],
    ['{ actorId: null }', 'actorId cannot be null; leave it out.'],
    ['{ value: "PUBLISHED" }', 'value: say of which field.'],
    [
      '{ field: "status", value: "published" }',
      'value: status cannot be "published"; it can be "DRAFT", "PUBLISHED", "ARCHIVED".',
    ],
    ['{ reason: "" }', 'reason: an empty text is part of every reason; leave it out.'],
    [`{ field: "title", value: "${'x'.repeat(9999)}" }`, 'value: it has more than 10000 characters as JSON.'],
    [`{ value: "${'x'.repeat(9999)}" }`, 'value: say of which field.'],
    ['{ entityType: ["User"], field: "password", value: null }', 'value: those of password are in no history.'],
    ['{ field: "password", value: "guess" }', 'value: those of password are in no history.'],
  ])('refuses the filter %s', async (filter, sentence) => {
    const { errors } = await server.graphql(`{ changeSets(filter: ${filter}) { nodes { id } } }`);
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors[0]!.message.startsWith(sentence)).toBe(true);
  });
});

describe('history with a filter', () => {
  it('gives the versions that fit, with their numbers', async () => {
    expect(await versions('{ field: ["title"] }')).toEqual([4, 3, 2, 1].filter((version) => version !== 3));
    expect(await versions('{ field: ["status", "deletedAt"] }')).toEqual([5, 3, 1]);
    expect(await versions('{ operation: [DELETE, CREATE] }')).toEqual([5, 1]);
    expect(await versions(`{ actorId: "${server.organization.users.ADMIN}" }`)).toEqual([4]);
    expect(await versions(`{ from: "${made[2]!.recordedAt}", to: "${made[4]!.recordedAt}" }`)).toEqual(
      [2, 3].toReversed(),
    );
    expect(await versions('{ field: [] }')).toEqual([]);
  });

  it.each([
    ['{ field: ["name"] }', 'field: there is no field "name"; there are title, slug, '],
    ['{ field: null }', 'field cannot be null; leave it out.'],
  ])('refuses the filter %s', async (filter, sentence) => {
    const { errors } = await server.graphql(`{ history(id: "${post}", filter: ${filter}) { nodes { version } } }`);
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors[0]!.message.startsWith(sentence)).toBe(true);
  });
});

describe('the order of change sets', () => {
  it('lists what was committed later above, whenever it was written', async () => {
    const early = await opened();
    await change('createTag', '{ name: "between", reason: "written later, committed first" }');
    const late = await early.commit();
    const newest = async () => (await ask('{ changeSets(first: 2) { nodes { id } } }')).changeSets.nodes;
    await seal();
    expect(await newest()).toMatchObject([{ id: late }, { id: made.at(-1)!.id }]);
  });

  it('says which of several undos is the latest, whenever they were written; without a place, that of the later transaction', async () => {
    await change('createTag', '{ name: "undone", reason: "undone in parts" }');
    const undone = made.at(-1)!.id;
    const undoneBy = async () => {
      const query = '{ changeSet(id: $id) { undoneBy { id } } }';
      const answer = await server.graphql<{ changeSet: { undoneBy: { id: string } } }>(`query($id: ID!) ${query}`, {
        id: undone,
      });
      return dataOf(answer).changeSet.undoneBy.id;
    };
    const early = await opened(undone);
    const first = await (await opened(undone)).commit();
    const second = await early.commit();
    await seal();
    expect(await undoneBy()).toBe(second);
    let later = '';
    const earlier = await opened(undone, async () => (later = await (await opened(undone)).commit()));
    const last = await earlier.commit();
    expect(await undoneBy()).toBe(later);
    await seal();
    expect(await undoneBy()).toBe(last);
    expect(new Set([first, second, later, last]).size).toBe(4);
  });

  it('loses and repeats nothing while one pages and places are given, forwards and backwards', async () => {
    const random = new Random(11);
    const ids = async (args: string) => {
      const { changeSets } = await ask(`{ changeSets(${args}) { nodes { id } pageInfo { endCursor startCursor } } }`);
      const { startCursor, endCursor } = changeSets.pageInfo;
      return { ids: changeSets.nodes.map(({ id }) => id), startCursor, endCursor };
    };
    for (let round = 0; round < 3; round++) {
      const open = await Promise.all(Array.from({ length: 8 }, () => opened()));
      for (const one of random.sample(open, 7)) await one.commit();
      const there = (await ids('first: 100')).ids;
      const [down, up]: [string[], string[]] = [[], []];
      let [after, before] = ['', ''];
      for (let n = 0; down.length < there.length + 1; n++) {
        const next = await ids(`first: 2 ${after}`);
        if (next.ids.length === 0) break;
        down.push(...next.ids);
        after = `after: "${String(next.endCursor)}"`;
        await (n === 1 ? open.find(({ isOpen }) => isOpen)!.commit() : seal(random.between(1, 3)));
      }
      expect(down, `round ${round}`).toEqual([...new Set(down)]);
      expect(there.filter((id) => !down.includes(id))).toEqual([]);
      await opened().then(({ commit }) => commit());
      for (let n = 0; ; n++) {
        const next = await ids(`last: 4 ${before}`);
        if (next.ids.length === 0) break;
        up.unshift(...next.ids);
        before = `before: "${String(next.startCursor)}"`;
        if (n % 3 === 0) await seal(1);
      }
      await seal();
      expect(up.toSorted()).toEqual((await ids('first: 100')).ids.toSorted());
    }
  });
});
