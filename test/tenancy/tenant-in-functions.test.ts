import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { functions } from '../../src/database/installed/functions.js';
import { definitionIn } from '../../src/database/installed/installed-function.js';
import { allEntities } from '../../src/versioning/index.js';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestOrganization, type TestServer } from '../support/test-server.js';
import { setRetention } from '../versioning/retention/retention.js';

let server: TestServer;
let other: TestOrganization;
let tables: ReadonlySet<string>;

beforeAll(async () => {
  server = await startTestServer({ settings: { MAX_COST: '1000000' } });
  other = await server.addOrganization('other');
  const ofTenants = allEntities(server.orm).filter(({ props }) =>
    props.some(({ fieldNames }) => fieldNames?.[0] === 'tenant_id'),
  );
  tables = new Set(ofTenants.map(({ tableName }) => tableName));
});

afterAll(() => server.stop());

/** What works for all tenants at once, and why. */
const ofEverybody: Readonly<Record<string, string>> = {
  add_audit_partitions: 'moves the entries of everybody from one partition to another, in one step',
  everyone_since: 'says of whom there are change sets',
};

const fixed = String.raw`tables\.("?\w+"?|%(?:\d\$)?I)`;
const dynamic = String.raw`(%(?:\d\$)?s)`;
const alias = String.raw`(?:\s+(?:as\s+)?(?!(?:where|set|on|order|join|left|cross|limit|using|disable|enable|rename|for)\b)(\w+))?`;
const naming = new RegExp(
  String.raw`(?:\b(?:from|join|update|using)\s+(?:only\s+)?(?:${fixed}|${dynamic})|,\s+${fixed})(?!['\w.(:])${alias}`,
  'g',
);

/** The tables of tenants that a function reads or changes without saying each time whose rows it means. */
function unsaid(definition: string): string[] {
  const code = definition.replaceAll(/--.*$/gm, '');
  const found = [...code.matchAll(naming)].flatMap(([, of, made, listed, name]) => {
    const table = (of ?? made ?? listed!).replaceAll('"', '');
    return tables.has(table) || table.includes('%') ? [{ table, name: name ?? table }] : [];
  });
  return [...Map.groupBy(found, ({ name }) => name)].flatMap(([name, uses]) => {
    const said = name.includes('%') ? [] : (code.match(new RegExp(`\\b${name}\\.tenant_id = `, 'g')) ?? []);
    return said.length < uses.length ? uses.map(({ table }) => table) : [];
  });
}

it('every function of the database that reads or changes rows of tenants says of which, besides the policies', () => {
  const texts = functions.map((known) => [known.name, definitionIn('tables', known)] as const);
  expect(texts.filter(([, text]) => text.includes('.tenant_id = ')).length).toBeGreaterThan(45);
  for (const [text, table] of [
    ['select from tables.entity_version v where v.entity_id = $1', 'entity_version'],
    ['select from tables.post p join tables.tag t on t.tenant_id = p.tenant_id', 'post'],
    ['select from tables.post p, tables.tag t where p.tenant_id = whom', 'tag'],
    [`execute format('select from %s t where t.id = $1', relation)`, '%s'],
    [`execute format('delete from tables.%I where id = $1', name)`, '%I'],
    ['update tables.tombstone set version = 1', 'tombstone'],
  ] as const) {
    expect(unsaid(text)).toEqual([table]);
  }
  const without = texts.filter(([, text]) => unsaid(text).length > 0).map(([name]) => name);
  expect(without.toSorted()).toEqual(Object.keys(ofEverybody));
});

const [post, comment, tag, kept, old, gone] = Array.from(
  { length: 6 },
  (_, n) => `0197a000-0000-7000-8000-00000000000${n}`,
) as [string, string, string, string, string, string];

/** All that happened, in a form in which it is the same for two who do the same: ids by when they were first seen, no times. */
function comparable(answers: readonly unknown[]): string {
  const ids = new Map<string, string>();
  return JSON.stringify(answers, null, 1)
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      ids.set(id, ids.get(id) ?? `#${ids.size}`);
      return ids.get(id)!;
    })
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then');
}

const seal = () =>
  asSuperuser(server.database.applicationUrl, (client) =>
    client.query('select palimpsest.seal_change_sets(1000, false)'),
  );

/** A life of records of the same ids in either organization, through the API and past it. */
async function live({ id: tenant, tokens, users }: TestOrganization): Promise<string> {
  const answers: unknown[][] = [];
  const ask = async (query: string) => {
    const { data, errors } = await server.graphql<Record<string, never>>(query, {}, tokens.ADMIN);
    answers.push([query, data, errors.map(({ message }) => message)]);
    return data as never;
  };
  const run = (...statements: string[]) =>
    asSuperuser(server.database.applicationUrl, async (client) => {
      await client.query('begin');
      await client.query(`select set_config('app.tenant_id', $1, true)`, [tenant]);
      for (const text of statements) {
        const { rows } = await client.query(text.replaceAll('$tenant', `'${tenant}'`));
        answers.push([text, rows]);
      }
      await client.query('commit');
    });
  const one = (table: string, id: string) => `from ${table} where tenant_id = $tenant and id = '${id}'`;
  const change = (table: string, id: string, set: string) =>
    run(`update ${table} set ${set} where tenant_id = $tenant and id = '${id}'`);
  const versionOf = async (field: string, id: string) =>
    ((await ask(`{ ${field}(id: "${id}", deleted: INCLUDE) { version } }`)) as Record<string, { version: number }>)[
      field
    ]!.version;
  const mutate = async (field: string, type: string, id: string, more = '') => {
    const input = `id: "${id}", expectedVersion: ${await versionOf(type, id)}${more}`;
    const made = (await ask(
      `mutation { made: ${field}(input: { ${input} }) { record: ${type} { id version } changeSet { id } } }`,
    )) as { made: { changeSet: { id: string } } } | null;
    return made?.made?.changeSet.id;
  };

  await run(
    ...[tag, kept, gone].map((id) => `insert into tag (id, name) values ('${id}', 'Tag ${id.at(-1)}')`),
    `insert into post (id, title, slug, body, author_id) values ('${post}', 'T', 's', 'a', '${users.EDITOR}')`,
    `insert into post_tags (post_id, tag_id) values ('${post}', '${tag}'), ('${post}', '${kept}')`,
    `insert into comment (id, body, post_id) values ('${comment}', 'c', '${post}')`,
  );
  await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(`insert into tag (id, tenant_id, name) values ($1, $2, 'Old')`, [old, tenant]);
  });
  // Its history begins as it is changed.
  await change('tag', old, `name = 'Older'`);
  await change('post', post, `body = 'b'`);
  await run(`delete from post_tags where tenant_id = $tenant and tag_id = '${kept}'`);
  const changed = await mutate('updatePost', 'post', post, `, patch: { title: "U", tagIds: ["${kept}"] }`);
  await mutate('updatePost', 'post', post, ', patch: { body: "c" }');
  // Whose hash is another each time.
  const { undoPlan } = (await ask(`{ undoPlan(changeSet: "${changed}") { planHash } }`)) as {
    undoPlan: { planHash: string };
  };
  answers.pop();
  const input = `changeSet: "${changed}", planHash: "${undoPlan.planHash}"`;
  await ask(`mutation { undo(input: { ${input} }) { changeSet { id } } }`);
  answers.push(answers.pop()!.slice(1));
  const deleted = await mutate('deletePost', 'post', post);
  await ask(`{ trash(first: 9) { nodes { entity { id } cascadeSize purgeAt } } }`);
  await mutate('restorePost', 'post', post);
  await mutate('revertPost', 'post', post, ', toVersion: 2');
  for (const sealing of [() => undefined, seal]) {
    await sealing();
    for (const of of ['', `, asOf: { changeSet: "${deleted}" }`, `, asOf: { changeSet: "${changed}" }`]) {
      const state = 'id title body tags { id name } comments(first: 9) { nodes { id body } }';
      await ask(`{ post(id: "${post}", deleted: INCLUDE${of}) { ${state} } }`);
      await ask(`{ trash(first: 9${of}) { nodes { entity { id } cascadeSize } } }`);
    }
  }
  await ask(
    `{ history(id: "${post}", first: 50) { nodes { version operation changes { field before after } changeSet { source undoneBy { id } } } } }`,
  );
  await ask(`{ blame(id: "${post}") { field version } }`);
  await ask(`mutation { placeLegalHold(input: { id: "${comment}", reason: "r" }) { legalHold { reason } } }`);
  await mutate('deletePost', 'post', post);
  await mutate('purgePost', 'post', post);
  await ask(`{ trash(first: 9) { nodes { entity { id } cascadeSize purgeAt } } }`);
  await ask(`mutation { releaseLegalHold(input: { id: "${comment}", reason: "r" }) { legalHold { reason } } }`);
  await mutate('purgePost', 'post', post);
  await run(`delete ${one('tag', gone)}`);
  await run(`insert into tag (id, name) values ('${gone}', 'Back')`, `select version ${one('tag', gone)}`);
  await change('tag', gone, `name = 'Again'`);
  await run(`delete ${one('tag', tag)}`);
  await ask(
    `{ tags(orderBy: [{ field: NAME }]) { nodes { id name version history(first: 9) { nodes { version operation } } } } }`,
  );
  await run(
    `select trimmed from palimpsest.trim_history('tag', null, 100)`,
    `select count(*)::int, min(version) from entity_version where tenant_id = $tenant and entity_id = '${gone}'`,
    `select entity_id, version from history_start where tenant_id = $tenant order by 1`,
  );
  await ask(`{ changeSets(first: 50) { nodes { source undoes { id } } } }`);
  await ask(`{ auditLog(first: 100, filter: { entityId: "${post}" }) { nodes { action version before after } } }`);
  return comparable(answers);
}

/** What all tables hold of an organization. */
async function stored({ id }: TestOrganization): Promise<Record<string, string>> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const held: Record<string, string> = {};
    for (const table of tables) {
      const { rows } = await client.query<{ all: string }>(
        `select coalesce(string_agg(to_jsonb(t)::text, e'\\n' order by to_jsonb(t)::text), '') as all from "${table}" t where tenant_id = $1`,
        [id],
      );
      held[table] = createHash('sha256').update(rows[0]!.all).digest('hex');
    }
    return held;
  });
}

it('what records of the same ids another organization has and had makes no difference where the tables have no policies', async () => {
  await setRetention(server, { Tag: { historyVersions: 1 } });
  const alone = await live(server.organization);
  await seal();
  const before = await stored(server.organization);
  await asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ table: string }>(
      `select c.oid::regclass as "table" from pg_class c where c.relrowsecurity`,
    );
    expect(rows.length).toBeGreaterThan(12);
    for (const { table } of rows) await client.query(`alter table ${table} disable row level security`);
  });
  expect(await live(other)).toBe(alone);
  expect(await stored(server.organization)).toEqual(before);
});
