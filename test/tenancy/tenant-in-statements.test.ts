import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEachTenant } from '../../src/database/tenants/each-tenant.js';
import { purgeExpired } from '../../src/database/tenants/purge-expired.js';
import { allEntities, verify } from '../../src/versioning/index.js';
import { dataOf } from '../support/graphql-client.js';
import { statementsDuring } from '../support/statements.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let tables: ReadonlySet<string>;

beforeAll(async () => {
  server = await startTestServer({ settings: { MAX_COST: '1000000' } });
  const ofTenants = allEntities(server.orm).filter(({ props }) =>
    props.some(({ fieldNames }) => fieldNames?.[0] === 'tenant_id'),
  );
  tables = new Set(ofTenants.map(({ tableName }) => tableName));
});

afterAll(() => server.stop());

async function ask<T = unknown>(query: string): Promise<T> {
  return dataOf(await server.graphql<T>(query));
}

/** Changes a record. @returns the id of the change set */
async function make(field: string, type: string): Promise<{ id: string; changeSet: string }> {
  const query = `mutation { made: ${field} { record: ${type} { id } changeSet { id } } }`;
  const { made } = await ask<{ made: { record: { id: string }; changeSet: { id: string } } }>(query);
  return { id: made.record.id, changeSet: made.changeSet.id };
}

/** Asks for about everything there is to ask for. */
async function work(): Promise<void> {
  const authorId = `authorId: "${server.organization.users.EDITOR}"`;
  const tag = await make('createTag(input: { name: "Tag" })', 'tag');
  const input = `title: "T", slug: "s", body: "a\\nb", ${authorId}, tagIds: ["${tag.id}"]`;
  const { id, changeSet } = await make(`createPost(input: { ${input} })`, 'post');
  await make(`createComment(input: { body: "B", postId: "${id}", ${authorId} })`, 'comment');
  const patch = 'title: "U", body: "a\\nc", tagIds: []';
  const update = await make(`updatePost(input: { id: "${id}", expectedVersion: 1, patch: { ${patch} } })`, 'post');
  const page = 'totalCount pageInfo { hasNextPage hasPreviousPage endCursor }';
  for (const of of ['', `, asOf: { changeSet: "${changeSet}" }`, ', deleted: INCLUDE']) {
    await ask(
      `{ post(id: "${id}"${of}) { author { email } tags { name } comments(first: 5) { ${page} nodes { body } } } }`,
    );
    await ask(
      `{ posts(first: 2, orderBy: [{ field: SLUG }], filter: { title: { ne: "x" } }${of}) { ${page} nodes { id } } }`,
    );
  }
  const header =
    'nodes { version changes { field before after } ... on PostVersion { snapshot { title tags { name } } } }';
  await ask(
    `{ history(id: "${id}", first: 5, filter: { field: ["title"], from: "2020-01-01T00:00:00Z" }) { ${page} ${header} } }`,
  );
  await ask(
    `{ post(id: "${id}") { history(first: 5) { ${page} nodes { version changeSet { reason } } } } diff(id: "${id}", from: 1, to: 2) { field } }`,
  );
  const sets = 'nodes { id undoneBy { id } versions { nodes { version } } }';
  for (const filter of ['{}', '{ entityType: ["Post"], field: "title", value: "U" }', '{ actorId: "nobody" }']) {
    await ask(`{ changeSets(first: 5, filter: ${filter}) { ${page} ${sets} } }`);
  }
  await ask(`{ auditLog(first: 5) { ${page} nodes { action before after actor { id } } } }`);
  await ask(`{ blame(id: "${id}") { field actor { id } } lineBlame(id: "${id}", field: "body") { line } }`);
  const { undoPlan } = await ask<{ undoPlan: { planHash: string } }>(
    `{ undoPlan(changeSet: "${update.changeSet}") { planHash } }`,
  );
  await ask(
    `mutation { undo(input: { changeSet: "${update.changeSet}", planHash: "${undoPlan.planHash}" }) { changeSet { id } } }`,
  );
  await make(`deletePost(input: { id: "${id}", expectedVersion: 3 })`, 'post');
  for (const of of ['', `, asOf: { changeSet: "${update.changeSet}" }`]) {
    await ask(`{ trash(first: 5${of}) { ${page} nodes { entity { id } cascadeSize purgeAt } } }`);
  }
  await make(`restorePost(input: { id: "${id}", expectedVersion: 4 })`, 'post');
  await make(`revertPost(input: { id: "${id}", expectedVersion: 5, toVersion: 2 })`, 'post');
  expect(
    (
      await server.graphql(
        `mutation { updatePost(input: { id: "${id}", expectedVersion: 1, patch: {} }) { post { id } } }`,
      )
    ).errors,
  ).toHaveLength(1);
  expect((await server.graphql('mutation { createTag(input: { name: "Tag" }) { tag { id } } }')).errors).toHaveLength(
    1,
  );
  const hold = `input: { id: "${id}", reason: "r" }`;
  await ask(`mutation { placeLegalHold(${hold}) { legalHold { reason } } }`);
  await ask(`{ legalHolds(first: 5) { ${page} nodes { reason } } }`);
  await ask(`mutation { releaseLegalHold(${hold}) { legalHold { reason } } }`);
  await make(`deletePost(input: { id: "${id}", expectedVersion: 6 })`, 'post');
  await ask(`mutation { purgePost(input: { id: "${id}", expectedVersion: 7 }) { post { id } } }`);
  await purgeExpired(server.orm);
  // Of no such version, which is told with those that there are.
  expect((await server.graphql(`{ diff(id: "${tag.id}", from: 1, to: 9) { field } }`)).errors).toHaveLength(1);
  await readEachTenant(server.orm, async (sessions) => expect(await verify(sessions)).toEqual([]));
}

const alias = String.raw`(?:\s+(?:as\s+)?(?!(?:where|set|on|order|join|left|cross|limit)\b)"?(\w+)"?)?`;
const naming = new RegExp(String.raw`\b(?:from|join|update)\s+"?(\w+)"?${alias}`, 'g');

/** Joined by the ORM along links, whose keys begin with the tenant at both ends. */
const linked = /from "post_tags" as "p0" inner join "tag" as "t1" on/;

/** The tables of tenants that a statement names without saying each time whose rows of them it means. */
function unsaid(text: string): string[] {
  const named = [...text.matchAll(naming)].flatMap(([, table, name = table]) => {
    // What it gives is the type of a row, and none.
    const isNone = name === 'none' && text.includes(`from "${table}" none where false`);
    const isMeant = tables.has(table!) && !isNone && !(name === 't1' && linked.test(text));
    return isMeant ? [{ table: table!, name: name! }] : [];
  });
  return [...Map.groupBy(named, ({ name }) => name)].flatMap(([name, of]) => {
    const own = name === of[0]!.table ? `(?:${name}"?\\."?)?` : `${name}"?\\."?`;
    const said = text.match(new RegExp(`\\b${own}tenant_id\\b`, 'g')) ?? [];
    return said.length < of.length ? of.map(({ table }) => table) : [];
  });
}

it('whatever reads or changes rows of tenants says of which, besides the policies', async () => {
  expect(tables.size).toBeGreaterThan(12);
  expect(unsaid('select from post p join tag t on t.id = p.id where p.tenant_id = $1')).toEqual(['tag']);
  const sent = new Set(await statementsDuring(work));
  expect([...sent].filter((text) => /\btenant_id\b/.test(text)).length).toBeGreaterThan(40);
  expect([...sent].filter((text) => unsaid(text).length > 0)).toEqual([]);
});
