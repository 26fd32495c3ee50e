import type { EntityMetadata } from '@mikro-orm/core';
import type { PostgreSqlConnection, SqlEntityManager } from '@mikro-orm/postgresql';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import type { Pool } from 'pg';
import type { AuthChecker } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import type { Claims } from '../../src/auth/claims.js';
import { credentialOf } from '../../src/auth/credential.js';
import { Role } from '../../src/auth/role.js';
import type { OperationRequest } from '../../src/http/operation/operation-request.js';
import { ByShape } from '../../src/http/operation/by-shape.js';
import { operationShape } from '../../src/http/operation/operation-shape.js';
import { runInTransaction, runOperation } from '../../src/http/operation/operation-transaction.js';
import { runPlannedQuery } from '../../src/http/operation/planned-query.js';
import { bindQuery } from '../../src/http/operation/prepared-queries.js';
import { coerceVariables } from '../../src/http/operation/variable-coercion.js';
import { User } from '../../src/modules/user/user.entity.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { claimsSession } from '../../src/tenancy/tenant-session.js';
import { HistoryNotes } from '../../src/versioning/index.js';
import { DeletedFilter } from '../../src/versioning/read/lists/deleted-filter.js';
import { handedDown } from '../../src/versioning/read/statements/handed-down.js';
import type { Instant } from '../../src/versioning/read/instants/instant.js';
import { asking } from '../../src/versioning/read/statements/asking.js';
import { RecordStatements } from '../../src/versioning/read/records/record-statements.js';
import { asSuperuser } from '../support/cluster.js';
import { dataOf } from '../support/graphql-client.js';
import { statementsDuring } from '../support/statements.js';
import { startTestServer, type TestOrganization, type TestServer } from '../support/test-server.js';
import { CountedKinds, type ToldAnswer } from './counted-kinds.js';
import { GeneratedQueries } from './generated-query.js';

let server: TestServer;
let schema: GraphQLSchema;
const posts: string[] = [];
/** A user who was deleted. */
let gone: string;
/** A change set that has been undone by one that has been undone, and was then undone again. */
let undone: string;

beforeAll(async () => {
  server = await startTestServer();
  schema = await buildSchema(authChecker as AuthChecker<never>);
  const tags = await Promise.all(['red', 'blue'].map((name) => create('Tag', { name })));
  gone = await create('User', { email: 'gone@acme.example', displayName: 'Gone', role: 'EDITOR' });
  const authors = [gone, server.organization.users[Role.EDITOR], null];
  for (let n = 0; n < 6; n++) {
    const values = {
      title: `Title ${n}`,
      slug: `s${n}`,
      body: 'b',
      authorId: authors[n % 3],
      tagIds: tags.slice(n % 3),
    };
    posts.push(await create('Post', values));
    for (let c = 0; c < n % 4; c++)
      await create('Comment', { body: `c${c}`, postId: posts[n], authorId: authors[c % 3] });
  }
  await change('updatePost', { id: posts[1], expectedVersion: 1, patch: { title: 'Another', tagIds: [] } });
  // Two versions of one record in one change set, of which neither is the other's.
  const twice = `mutation($one: UpdatePostInput!, $two: UpdatePostInput!) {
    a: updatePost(input: $one) { changeSet { id } } b: updatePost(input: $two) { changeSet { id } } }`;
  const [one, two] = [
    { tagIds: tags, authorId: gone },
    { tagIds: tags.slice(1), authorId: null },
  ].map((patch, n) => ({
    id: posts[1],
    expectedVersion: n + 2,
    patch,
  }));
  dataOf(await server.graphql(twice, { one, two }));
  await change('deletePost', { id: posts[4], expectedVersion: 1 });
  await change('deleteUser', { id: gone, expectedVersion: 1 });
  undone = await change('updatePost', {
    id: posts[0],
    expectedVersion: 1,
    patch: { title: 'Undone' },
    reason: 'undone',
  });
  await undo(await undo(undone));
  await undo(undone);
});

afterAll(() => server.stop());

async function create(type: string, input: Record<string, unknown>): Promise<string> {
  const one = type.toLowerCase();
  const query = `mutation($input: Create${type}Input!) { create${type}(input: $input) { ${one} { id } } }`;
  const data = dataOf<Record<string, Record<string, { id: string }>>>(await server.graphql(query, { input }));
  return data[`create${type}`]![one]!.id;
}

/** @returns its change set */
async function change(name: string, input: Record<string, unknown>): Promise<string> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const inputType = type.startsWith('Delete')
    ? String(schema.getMutationType()!.getFields()[name]!.args[0]!.type)
    : `${type}!`;
  const changed = dataOf<Record<string, { changeSet: { id: string } }>>(
    await server.graphql(`mutation($input: ${inputType}) { ${name}(input: $input) { changeSet { id } } }`, { input }),
  );
  return changed[name]!.changeSet.id;
}

/** @returns the change set that undoes it */
async function undo(changeSet: string): Promise<string> {
  const { undoPlan } = dataOf<{ undoPlan: { planHash: string } }>(
    await server.graphql('query($changeSet: ID!) { undoPlan(changeSet: $changeSet) { planHash } }', { changeSet }),
  );
  return change('undo', { changeSet, planHash: undoPlan.planHash });
}

function claims({ id, users } = server.organization): Claims {
  return { organizationId: id, userId: users[Role.ADMIN], credential: credentialOf(null) } as Claims;
}

function requestFor(query: string, variables: Record<string, unknown>): OperationRequest {
  const document = parse(query);
  const operation = getOperationAST(document)!;
  return {
    schema,
    document,
    operation,
    ...variablesOf(document, variables),
    context: { address: 'a', requestId: 'r' },
    orm: server.orm,
    inTurn: async (_of, work) => work(),
    answerBytes: 10_000_000,
    end: () => undefined,
    reserve: () => undefined,
  };
}

function variablesOf(document: DocumentNode, variables: Record<string, unknown>) {
  const operation = getOperationAST(document)!;
  const coerced = coerceVariables({ schema, document, operation }, variables);
  return { variables, coerced, shape: operationShape(schema, document, operation, coerced) };
}

async function planned(request: OperationRequest, organization?: TestOrganization): Promise<string | undefined> {
  const notes = new HistoryNotes();
  const result = await runPlannedQuery(request, notes, claims(organization));
  return result && told(result);
}

async function inTransaction(request: OperationRequest): Promise<string> {
  const em = server.orm.em.fork({ session: claimsSession(claims()) });
  return told(await runInTransaction({ request, notes: new HistoryNotes(), em, claims: claims() }));
}

function told({ data, errors }: ExecutionResult): string {
  const said = (errors ?? []).map(({ message, path }) => JSON.stringify([path, message])).toSorted();
  return JSON.stringify({ data, errors: said }, undefined, 1);
}

interface CalledTag {
  readonly name: string;
  readonly createdBy: Record<'kind' | 'displayName', string | null>;
}

interface OfPosts {
  readonly data: { readonly posts: { readonly pageInfo: { readonly endCursor: string | null } } } | null;
}

describe('a query that is read in one trip', () => {
  it('answers as one whose fields read when they are executed, whatever it selects', { tags: ['slow'] }, async () => {
    const { nodes: made } = dataOf<{ changeSets: { nodes: { id: string }[] } }>(
      await server.graphql('{ changeSets(first: 8) { nodes { id } } }'),
    ).changeSets;
    const changeSets = made.map(({ id }) => id);
    const { count, seed } = inject('documents') ?? { count: 1000, seed: 9 };
    const kinds = new CountedKinds(schema);
    const users = Object.values(server.organization.users);
    const queries = new GeneratedQueries(seed, { posts, changeSets, users });
    let inOne = 0;
    for (let n = 0; n < count * 10 && inOne < count; n++) {
      const { query, variables, others } = queries.next();
      const problems = validate(schema, parse(query));
      // Aliases of the same name with other arguments.
      if (problems.length > 0) continue;
      const request = requestFor(query, variables);
      // The document again with other values: what has been prepared for the first is used for the others.
      for (const values of [variables, ...others]) {
        const again = { ...request, ...variablesOf(request.document, values) };
        const answer = await planned(again);
        if (answer === undefined) continue;
        inOne += 1;
        const expected = await inTransaction(again);
        expect(answer, `${query}\n${JSON.stringify(values)}`).toBe(expected);
        kinds.add(request.document, JSON.parse(expected) as ToldAnswer);
      }
    }
    expect(inOne).toBeGreaterThanOrEqual(count);
    kinds.tell(`${inOne} answers, seed ${seed}`);
  });

  it('sees one snapshot: of one statement by itself, of several in a transaction that the same message ends', async () => {
    const sent = (query: string) => statementsDuring(() => planned(requestFor(query, {})));
    expect(await sent('{ posts { nodes { id } } }')).toHaveLength(2);
    const texts = await sent('{ posts { totalCount nodes { id } } }');
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([
      5,
      'begin isolation level repeatable read read only',
      'commit',
    ]);
  });

  it('is prepared once for all values of ids, cursors and what filters compare with', async () => {
    const document = `query ($id: ID!, $after: String, $filter: PostFilter) {
      post(id: $id) { title comments(first: 1) { nodes { body } } }
      posts(first: 2, after: $after, orderBy: [{ field: PUBLISHED_AT }], filter: $filter) {
        edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage }
      }
      history(id: $id, first: 1) { nodes { version } }
    }`;
    const { posts: page } = dataOf<{ posts: { edges: { cursor: string }[] } }>(
      await server.graphql('{ posts(orderBy: [{ field: PUBLISHED_AT }]) { edges { cursor } } }'),
    );
    const cursors = [undefined, ...page.edges.map(({ cursor }) => cursor), 'no cursor', null];
    const filters = [
      undefined,
      { title: { contains: 'Title' } },
      { title: { contains: '5' } },
      { authorId: { eq: 'no id' } },
      { authorId: { eq: server.organization.users[Role.EDITOR] } },
      {
        slug: { in: ['s0', 's1'] },
        authorId: { in: ['no id'] },
        or: [{ title: { eq: 'Title 0' } }, { status: { eq: 'DRAFT' } }],
      },
      {
        slug: { in: ['s5', 's1', 's2'] },
        authorId: { in: Object.values(server.organization.users) },
        or: [{ title: { eq: 'Title 1' } }, { status: { eq: 'PUBLISHED' } }],
      },
      { slug: { in: [] } },
      { createdAt: { gt: '2020-01-01T00:00:00Z' } },
      { createdAt: { gt: '2999-01-01T00:00:00Z' } },
    ];
    const one = requestFor(document, { id: posts[0] });
    expect(bindQuery({ ...one, ...variablesOf(one.document, { id: posts[1] }) }, claims())!.plan).toBe(
      bindQuery(one, claims())!.plan,
    );
    let inOne = 0;
    for (const after of cursors) {
      for (const [n, filter] of filters.entries()) {
        const id = [...posts, 'no id'][n % (posts.length + 1)];
        const values = { id, ...(after !== undefined && { after }), ...(filter && { filter }) };
        const again = { ...one, ...variablesOf(one.document, values) };
        const answer = await planned(again);
        if (answer === undefined) continue;
        inOne += 1;
        expect([values, answer]).toEqual([values, await inTransaction(again)]);
      }
    }
    expect(inOne).toBeGreaterThan(30);
  });

  it('reads as of any instant by one plan, and cuts pages by cursors of that instant alone', async () => {
    const { changeSets, snapshot } = dataOf(
      await server.graphql<{
        changeSets: { nodes: { id: string; recordedAt: string }[] };
        snapshot: { token: string };
      }>('{ changeSets(first: 6) { nodes { id recordedAt } } snapshot { token } }'),
    );
    const ids = changeSets.nodes.map(({ id }) => id);
    const instants: Record<string, readonly string[]> = {
      changeSet: [...ids, 'no id', posts[0]!],
      before: ids,
      at: changeSets.nodes.map(({ recordedAt }) => recordedAt),
      snapshot: [snapshot.token, 'no token'],
    };
    for (const [key, names] of Object.entries(instants)) {
      const one = requestFor(
        `query($name: ${key === 'at' ? 'DateTime' : key === 'snapshot' ? 'String' : 'ID'}!, $after: String, $id: ID!) {
          post(id: $id, asOf: { ${key}: $name }) { key title tags { key name } history(first: 1) { totalCount edges { cursor } } }
          posts(first: 2, after: $after, asOf: { ${key}: $name }) {
            totalCount
            edges { cursor node { key author(includeDeleted: true) { key } comments(first: 1) { edges { cursor node { body } } } } }
            pageInfo { endCursor hasNextPage hasPreviousPage } } }`,
        { name: names[0], id: posts[1] },
      );
      const plans = new Set<unknown>();
      const texts = new Set<string>();
      let cursor: string | null = null;
      for (const name of names) {
        const asked = async (after: string | null) => {
          const again = { ...one, ...variablesOf(one.document, { name, id: posts[1], after }) };
          let answer: string | undefined;
          const sent = await statementsDuring(async () => (answer = await planned(again)));
          return { again, answer, sent };
        };
        // A cursor of another instant is none, which is for the field to say.
        expect(cursor && (await asked(cursor)).answer).toBe(cursor ? undefined : null);
        const { again, answer, sent } = await asked(null);
        plans.add(bindQuery(again, claims())!.plan);
        texts.add(JSON.stringify(sent));
        expect([name, answer]).toEqual([name, await inTransaction(again)]);
        cursor = (JSON.parse(answer!) as OfPosts).data?.posts.pageInfo.endCursor ?? null;
        if (!cursor) continue;
        const next = await asked(cursor);
        expect([name, next.answer]).toEqual([name, await inTransaction(next.again)]);
      }
      expect([key, plans.size, texts.size]).toEqual([key, 1, 1]);
    }
  });

  it('reads only the columns that it selects', async () => {
    const texts = await statementsDuring(() => planned(requestFor('{ posts { nodes { title } } }', {})));
    expect(texts.at(-1)).toMatch(
      /^select t\."id" as "id", t\."version" as "version", t\."title" as "title" from "post"/,
    );
  });

  it.each(['snapshot { title }', 'changes { field }'])(
    'reads the states of versions once, wherever %s of them is asked for first',
    async (first) => {
      const others = ['snapshot { title }', 'changes { field }'].filter((other) => other !== first);
      const query = `query($id: ID!) { post(id: $id) { history(first: 1) {
        nodes { version ... on PostVersion { ${first} } }
        edges { node { ... on PostVersion { ${others.join(' ')} } } }
      } } }`;
      const request = requestFor(query, { id: posts[1] });
      let answer: string | undefined;
      const texts = await statementsDuring(async () => (answer = await planned(request)));
      expect(answer).toBe(await inTransaction(request));
      expect(texts.filter((text) => /typed_state/.test(text))).toHaveLength(1);
    },
  );

  it('reads the history of a record whose type has been seen once as that of no other', async () => {
    const ofEach = ['Post', 'Comment', 'Tag', 'User'].map((type) => `... on ${type}Version { snapshot { id } }`);
    const query = `query($id: ID!) { history(id: $id, first: 2) { nodes { ${ofEach.join(' ')} } } }`;
    const tables = async (id: string) => {
      const texts = await statementsDuring(() => planned(requestFor(query, { id })));
      return texts.filter((text) => /typed_state/.test(text)).length;
    };
    const tag = await create('Tag', { name: 'known' });
    const other = await create('Tag', { name: 'unknown' });
    expect([await tables(tag), await tables(tag), await tables(other)]).toEqual([4, 1, 4]);
    const request = requestFor(query, { id: tag });
    expect(await planned(request)).toBe(await inTransaction(request));
  });

  it.each(['history(id: $id)', 'post(id: $id) { history'])(
    'reads what versions changed, and what made them, with the versions: %s',
    async (field) => {
      const nodes = '{ nodes { version actor { kind id } changeSet { source } changes { field before after } } }';
      const request = requestFor(`query($id: ID!) { ${field} ${nodes} ${field.includes('{') ? '}' : ''} }`, {
        id: posts[1],
      });
      let answer: string | undefined;
      const texts = await statementsDuring(async () => (answer = await planned(request)));
      expect(answer).toBe(await inTransaction(request));
      expect(answer).toContain('tagIds');
      expect(texts.filter((text) => /entity_version|change_set/.test(text))).toHaveLength(1);
    },
  );

  it.each([
    [
      'under two names, one of which asks for other parts',
      `a: history(id: $id) { totalCount nodes { version actor { id } } }
       b: history(id: $id) { nodes { version changes { field } } pageInfo { hasNextPage } }
       c: history(id: $id, first: 2) { nodes { changeSet { id } ... on PostVersion { snapshot { title } } } }`,
    ],
    [
      'by the id of a record, below it, and below a list that holds it',
      `history(id: $id, first: 2) { nodes { changeSet { id } } }
       post(id: $id) { history(first: 2) { totalCount nodes { changes { field } } } }
       posts { nodes { history(first: 2) { nodes { actor { id } } } } }`,
    ],
    [
      'below a record, and below a list that holds it',
      `post(id: $id) { comments(first: 2) { totalCount pageInfo { hasNextPage } } }
       posts { nodes { comments(first: 2) { nodes { body } } } }`,
    ],
    [
      'of change sets under two names',
      `changeSets(first: 3) { nodes { a: versions { nodes { actor { id } } } b: versions { totalCount nodes { changes { field } } } } }`,
    ],
    [
      'of a version under two names, and of what is below each',
      `a: version(id: $id, version: 2) { actor { id } ... on PostVersion { snapshot { title tags { name } } } }
       b: version(id: $id, version: 2) { changes { field before after } changeSet { id reason versions { totalCount } } }
       c: version(id: $id, version: 99) { version }`,
    ],
    [
      'of a change set, of what it undid, and of what undid it',
      `changeSet(id: $set) { reason undoes { id undoneBy { id } } undoneBy { id versions { nodes { changes { field } } } } }
       changeSets(first: 4) { nodes { id undoes { reason undoes { id } } undoneBy { reason } } }
       history(id: $id) { nodes { changeSet { undoneBy { id } undoes { id } } } }
       none: changeSet(id: "no id") { id }`,
    ],
    ['of a record that there is not', 'history(id: "01a21b0f-0000-7000-8000-000000000000") { nodes { version } }'],
  ])('reads in one trip what several fields ask for: %s', async (_which, fields) => {
    const declared = ['id', 'set'].filter((name) => fields.includes(`$${name}`)).map((name) => `$${name}: ID!`);
    const request = requestFor(`query ${declared.length > 0 ? `(${declared.join(', ')})` : ''} { ${fields} }`, {
      id: posts[1],
      set: undone,
    });
    expect(await planned(request)).toBe(await inTransaction(request));
  });

  it.each(['{ name: { eq: null } }', '{ name: null }'])(
    'refuses a filter that says null, also beside one that says nothing: %s',
    async (filter) => {
      const { errors } = await server.graphql(`{
        a: tags(filter: { name: {} }) { totalCount }
        b: tags(filter: ${filter}) { totalCount }
      }`);
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['b'], 'BAD_USER_INPUT']]);
    },
  );

  it.each([
    ['now', ''],
    ['as of an instant', ', asOf: { at: $at }'],
  ])('finds a page once, however much is read below it: %s', async (_when, asOf) => {
    const query = `query($at: DateTime) { posts(first: 3, filter: { title: { contains: "i" } }${asOf}) { nodes {
      id author { email } tags { name } comments(first: 1) { nodes { id author { email } post { title } } }
      history(first: 1) { nodes { version ... on PostVersion { changes { field } } changeSet { id } } } } } }`;
    const request = requestFor(query, { at: new Date().toISOString() });
    let answer: string | undefined;
    const texts = await statementsDuring(async () => (answer = await planned(request)));
    expect(texts.filter((text) => text.includes('strpos'))).toHaveLength(1);
    expect(texts.filter((text) => /current_setting\(\$\d+\)/.test(text)).length).toBeGreaterThan(5);
    expect(answer).toBe(await inTransaction(request));
    expect(answer).toMatch(/"comments":\s*\{\s*"nodes":\s*\[\s*\{/);
  });

  it('finds out of versions what their records were linked to, and does not look for these again', async () => {
    const query = 'query($at: DateTime) { posts(first: 3, asOf: { at: $at }) { nodes { tags { name } } } }';
    const request = requestFor(query, { at: new Date().toISOString() });
    let answer: string | undefined;
    const texts = await statementsDuring(async () => (answer = await planned(request)));
    expect(texts.filter((text) => /order by n\.version desc/.test(text))).toHaveLength(2);
    expect(answer).toBe(await inTransaction(request));
    expect(answer).toMatch(/"tags":\s*\[\s*\{/);
  });

  it('tells what actors are called that are users here, whatever else stands in their place', async () => {
    const other = await server.addOrganization('called');
    const { id: tenant, users } = server.organization;
    const said = {
      known: `USER:${users[Role.EDITOR]}`,
      'of others': `USER:${other.users[Role.ADMIN]}`,
      'not an id': 'USER:nobody',
      'an id in other letters': `USER:${users[Role.EDITOR].toUpperCase()}`,
      'more than an id': `USER:${users[Role.EDITOR]}:`,
      deleted: `USER:${gone}`,
      'no user': `SERVICE:${users[Role.EDITOR]}`,
      'no actor': 'a {"name"}, null',
    };
    await asSuperuser(server.database.superuserUrl, async (client) => {
      for (const [name, by] of Object.entries(said)) {
        const values = [`called ${name}`, tenant, by];
        await client.query(
          'insert into tag (id, name, tenant_id, created_by) values (gen_random_uuid(), $1, $2, $3)',
          values,
        );
      }
    });
    const query =
      '{ tags(filter: { name: { startsWith: "called " } }) { nodes { name createdBy { kind displayName } updatedBy { displayName } history { nodes { actor { kind displayName } } } } } }';
    const request = requestFor(query, {});
    const answer = await planned(request);
    expect(answer).toBe(await inTransaction(request));
    const { tags } = (JSON.parse(answer!) as { data: { tags: { nodes: CalledTag[] } } }).data;
    expect(Object.fromEntries(tags.nodes.map(({ name, createdBy }) => [name, Object.values(createdBy)]))).toEqual({
      'called known': ['USER', 'acme EDITOR'],
      'called of others': ['USER', null],
      'called not an id': ['USER', null],
      'called an id in other letters': ['USER', null],
      'called more than an id': ['USER', null],
      'called deleted': ['USER', 'Gone'],
      'called no user': ['SERVICE', null],
      'called no actor': ['SQL', null],
    });
  });

  it('hands down no actors where nobody asks for their users, and else nothing but ids', async () => {
    const textsOf = (query: string) => statementsDuring(() => planned(requestFor(query, {})));
    for (const query of [
      '{ tags { nodes { createdBy { kind id } updatedBy { __typename } } } }',
      `{ history(id: "${posts[0]}") { nodes { actor { kind } changeSet { actor { id } } } } }`,
      '{ changeSets { nodes { actor { kind } } } }',
    ]) {
      expect((await textsOf(query)).join()).not.toContain('"$rows"');
    }
    const texts = await textsOf(
      '{ tags { nodes { createdBy { displayName } updatedBy { displayName } deletedBy { displayName } } } }',
    );
    const list = texts.find((text) => text.includes('"$rows"'))!;
    expect(list.match(/set_config/g)).toHaveLength(3);
    expect(list).toContain(`case when "s"."created_by" ~ '^USER:[0-9a-f]`);
    // Users are read once, whatever they have done.
    expect(texts.filter((text) => text.includes('"display_name"'))).toHaveLength(1);
  });

  it('hands down what it has found, whatever a session has under that name, and no rights', async () => {
    const other = await server.addOrganization('handed');
    const setting = 'palimpsest.values_0_0';
    const foreign = `{${other.users[Role.ADMIN]}}`;
    const request = requestFor('{ posts { nodes { author { email } } } }', {});
    const answer = await planned(request);
    const pool = (await (server.orm.em.getConnection() as PostgreSqlConnection).getNativeClient()) as Pool;
    const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    await Promise.all(clients.map((client) => client.query(`set ${setting} = '${foreign}'`)));
    for (const client of clients) client.release();
    expect(await planned(request)).toBe(answer);

    const users = server.orm.getMetadata().get(User) as EntityMetadata;
    const read = (name: string, instant: Instant | null) =>
      server.orm.em.fork({ session: claimsSession(claims()) }).transactional(async (em) => {
        const statements = new RecordStatements(server.orm.em.getPlatform(), instant);
        const { statement } = statements.byIds(users, handedDown(name, 'uuid'), DeletedFilter.INCLUDE);
        return asking(em as SqlEntityManager)(statement);
      });
    for (const instant of [null, { at: new Date().toISOString() }]) expect(await read(setting, instant)).toEqual([]);
    // It fails, for no ids would be an answer.
    await expect(read('palimpsest.values_of_nobody', null)).rejects.toThrow('unrecognized configuration parameter');
  });

  it('is not used where a field asks for something else, and after a few times it is not tried', async () => {
    const unknown = '01a21b0f-0000-7000-8000-000000000000';
    const request = requestFor(
      `{ history(id: "${unknown}", filter: { operation: [CREATE] }) { nodes { version } } }`,
      {},
    );
    for (let n = 0; n < 3; n++) expect(await planned(request)).toBeUndefined();
    expect(await statementsDuring(() => planned(request))).toEqual([]);
    expect(await inTransaction(request)).toContain('There is no such record');
  });

  it('is used again some time after it was asked for what is not there', async () => {
    const query = 'query Of($id: ID!) { history(id: $id, filter: { operation: [CREATE] }) { nodes { version } } }';
    const unknown = requestFor(query, { id: '01a21b0f-0000-7000-8000-000000000000' });
    for (let n = 0; n < 3; n++) await planned(unknown);
    const known = { ...unknown, ...variablesOf(unknown.document, { id: posts[0] }) };
    const answers: unknown[] = [];
    for (let n = 0; n < 32; n++) answers.push(await planned(known));
    expect(answers.at(-1)).toContain('"version"');
  });

  it('is used at once for who has missed nothing, whatever another organization has', async () => {
    const other = await server.addOrganization('missing');
    const query = 'query Of($id: ID!) { history(id: $id, filter: { operation: [CREATE] }) { nodes { version } } }';
    const request = requestFor(query, { id: posts[0] });
    for (let n = 0; n < 3; n++) expect(await planned(request, other)).toBeUndefined();
    expect(await statementsDuring(() => planned(request, other))).toEqual([]);
    expect(await planned(request)).toContain('"version"');
  });

  it('answers lists in which variables stand among other values', async () => {
    const { post } = dataOf<{ post: { author: { id: string } } }>(
      await server.graphql(`{ post(id: "${posts[0]}") { author(includeDeleted: true) { id } } }`),
    );
    const lists = 'slug: { in: ["s2", $slug, "s0"] }, authorId: { in: [$id] }';
    const query = `query($slug: String!, $id: ID!) { posts(filter: { ${lists} }) { nodes { slug } } }`;
    const request = requestFor(query, { slug: 's3', id: post.author.id });
    const answer = await planned(request);
    expect(answer).toContain('"s0"');
    expect(answer).toContain('"s3"');
    expect(answer).toBe(await inTransaction(request));
    const others = { ...request, ...variablesOf(request.document, { slug: 's1', id: 'no id' }) };
    expect(await planned(others)).toBe(await inTransaction(others));
  });

  it('is left to its fields where one cursor is of another list and the other holds no value', async () => {
    const ordered = 'orderBy: [{ field: PUBLISHED_AT, direction: ASC }]';
    const page = requestFor(`{ posts(first: 1, ${ordered}) { pageInfo { endCursor } } }`, {});
    const { endCursor } = (JSON.parse(await inTransaction(page)) as OfPosts).data!.posts.pageInfo;
    const cut = `query($a: String, $b: String) { posts(after: $a, before: $b, ${ordered}) { nodes { id } } }`;
    expect(await planned(requestFor(cut, { a: endCursor, b: 'no cursor' }))).toBeUndefined();
  });

  it('notes that somebody was refused while it is still his turn, for that takes a connection, too', async () => {
    const { id, users } = server.organization;
    const viewer = { organizationId: id, userId: users[Role.VIEWER], credential: credentialOf(null) } as Claims;
    const refusals = async () => {
      const query = '{ auditLog(filter: { action: "access.refused" }) { totalCount } }';
      return dataOf<{ auditLog: { totalCount: number } }>(await server.graphql(query)).auditLog.totalCount;
    };
    const before = await refusals();
    const atEnd: number[] = [];
    const request = requestFor('mutation { createTag(input: { name: "no" }) { tag { id } } }', {});
    await runOperation({
      ...request,
      context: { ...request.context, claims: viewer },
      async inTurn(_of, work) {
        const result = await work();
        atEnd.push(await refusals());
        return result;
      },
    });
    expect(atEnd).toEqual([before + 1]);
  });

  it('keeps no more of what was prepared than there is room for', () => {
    const kept = new ByShape<string>(4000, (value) => value.length);
    const operation = getOperationAST(parse('{ __typename }'))!;
    const made: string[] = [];
    const ask = (text: string) =>
      kept.of(operation, { parameters: {}, text }, () => {
        made.push(text);
        return 'x'.repeat(1000);
      });
    for (const text of ['a', 'b', 'a', 'c', 'd', 'a', 'b']) ask(text);
    expect(made).toEqual(['a', 'b', 'c', 'd', 'b']);
    expect(kept.weight).toBeLessThanOrEqual(4000);
    expect(kept.of(operation, { parameters: {}, text: 'large' }, () => 'x'.repeat(4001))).toHaveLength(4001);
    expect(kept.weight).toBeGreaterThan(3000);
  });
});
