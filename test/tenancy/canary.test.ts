import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../src/auth/role.js';
import { type Values, World } from '../conformance/world.js';
import { operationOf, rootFields } from '../modules/generated-operation.js';

const canary = `canary-${randomBytes(6).toString('hex')}`;
/** Names of operations and requests are logged, unlike values. */
const named = `named_${randomBytes(6).toString('hex')}`;

let world: World;
let theirs: World;
let theirIds: string[];

/** Everything that a caller can read: each query, as it is and about each of these ids, a few levels deep. */
async function walk(reader: World, ids: readonly string[]): Promise<string> {
  const answers: string[] = [];
  for (const root of rootFields(reader.schema).filter(({ kind }) => kind === 'query')) {
    const takesId = root.field.args.some(({ name }) => name === 'id');
    for (const id of takesId ? ids : ['']) {
      for (const deleted of root.field.args.some(({ name }) => name === 'deleted') ? ['INCLUDE', 'ONLY'] : ['']) {
        const choose = ([name]: readonly string[]) => ({ id, deleted: deleted || undefined, first: 100 })[name!];
        const { query, variables } = operationOf(root, { schema: reader.schema, choose, depth: 4 });
        answers.push((await reader.send(query, variables)).body);
      }
    }
  }
  return answers.join('\n');
}

beforeAll(async () => {
  world = await World.open({ settings: { MAX_COST: '1000000000', MAX_ALIASES: '1000', LOG_LEVEL: 'trace' } });
  const other = await world.server.addOrganization('other');
  theirs = world.as(other);
  theirIds = [other.id, other.users[Role.ADMIN]];
  await sing();
});
afterAll(() => world.close());

/** Puts the canary into every text that the other organization can have, in every state, and into every error. */
async function sing(): Promise<void> {
  const reason = `${canary} reason`;
  for (const { type, one, fields } of theirs.subjects) {
    const records = theirs.of(type);
    const values = Object.fromEntries(
      Object.entries(await theirs.sample(records.subject)).map(([name, value]) => [name, withCanary(value)]),
    );
    const created = await records.change('create', { ...values, reason });
    const patch = Object.fromEntries(
      fields.filter(({ kind }) => kind === 'value').map(({ name }) => [name, again(values[name])]),
    );
    await records.change('update', { id: created.id, expectedVersion: 1, patch, reason });
    const conflict = await records.send('update', { id: created.id, expectedVersion: 1, patch: values, reason });
    const taken = await records.send('create', { ...values, ...patch, reason });
    expect([conflict.errors[0]?.extensions.code, taken.errors[0]?.extensions.code ?? 'ALREADY_EXISTS']).toEqual([
      'CONFLICT',
      'ALREADY_EXISTS',
    ]);
    const gone = await records.change('create', { ...(await theirs.sample(records.subject)), reason });
    await records.change('delete', { id: gone.id, expectedVersion: 1, reason });
    theirIds.push(created.id, created.changeSet!, gone.id, gone.changeSet!);
    await theirs.send(
      `mutation ${named} { create${type}(input: { ${canary.replace('-', '_')}: 1 }) { ${one} { id } } }`,
    );
    await theirs.send(`query { ${one}(id: "${canary}") { ${canary.replace('-', '_')} } }`);
    await theirs.send(`query { ${one}(id: "${canary}") { id } } "${canary}`);
  }
  await theirs.ask(`mutation ${named} { createTag(input: { name: "${canary} named" }) { tag { id } } }`);
  await theirs.send('mutation ($v: String!) { createTag(input: { name: $v }) { tag { id } } }', {
    v: canary.repeat(20),
  });
  await theirs.send('mutation ($v: String!) { createTag(input: { name: $v }) { tag { id } } }', { v: `${canary}\0` });
  await theirs.send('query ($v: PostStatus!) { posts(filter: { status: { eq: $v } }) { totalCount } }', { v: canary });
  await theirs.send('query ($v: String!) { posts(after: $v) { totalCount } }', { v: canary });
  await theirs.send(`query { posts(filter: { title: { contains: "${canary}" } }) { totalCount } }`);
}

function withCanary(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('text')) return `${canary} ${value}`;
  return isObject(value) ? { ...value, [canary]: canary } : value;
}

/** The value a second time, changed where it is a text. */
function again(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith(canary)) return `${value} again`;
  return isObject(value) ? { ...value, again: canary } : value;
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe("A text of one organization's", () => {
  it('is found by its own walk through the API, so that the walk can find it', async () => {
    const found = await walk(theirs, theirIds);
    for (const place of ['title', 'before', 'reason', 'displayName', 'PostVersion_snapshot', 'metadata', 'Tag_name']) {
      expect(found).toContain(`"${place}"`);
    }
    expect(found.split(canary).length).toBeGreaterThan(100);
    expect(found).toContain(named);
    expect(found).not.toContain('QUERY_TOO_COMPLEX');
  });

  it.each(Object.values(Role))("never appears in another's answers, whatever %s asks for", async (role) => {
    const reader = world.as(world.organization, role);
    const found = await walk(reader, theirIds);
    expect(found).not.toContain(canary);
    expect(found).not.toContain(named);
  });

  it("never appears in another's answers where the tables have no policies: statements say whose rows they mean", async () => {
    const { database } = world;
    const { rows } = await database.query<{ table: string }>(
      `select c.oid::regclass as "table" from pg_class c where c.relrowsecurity`,
    );
    for (const { table } of rows) await database.query(`alter table ${table} disable row level security`);
    const found = await walk(world, theirIds);
    for (const { table } of rows) await database.query(`alter table ${table} enable row level security`);
    expect(rows.length).toBeGreaterThan(12);
    expect(found).toContain('"title"');
    expect(found).not.toContain(canary);
    expect(found).not.toContain(named);
  });

  it('never appears in the answers to nobody', async () => {
    const found: string[] = [];
    for (const root of rootFields(world.schema)) {
      const choose = ([name]: readonly string[]) => (name === 'id' ? theirIds[2] : undefined);
      const { query, variables } = operationOf(root, { schema: world.schema, choose, depth: 3 });
      found.push((await world.server.graphql(query, variables, null)).body);
    }
    expect(found.join()).not.toContain(canary);
  });

  it("does not take a key that another uses too, nor shows in the other's refusals", async () => {
    await theirs.of('Tag').create({ name: `shared, ${named}` });
    const tags = world.of('Tag');
    const { id } = await tags.create({ name: `shared, ${named}` });
    const { extensions } = await tags.refused('create', { name: `shared, ${named}` });
    expect(extensions).toMatchObject({ code: 'ALREADY_EXISTS', conflictingId: id });
  });

  it('never appears in the log', async () => {
    const lines = world.server.log.join('\n');
    expect(lines).toContain(named);
    expect(lines).not.toContain(canary);
    expect(lines).not.toContain(canary.replace('-', '_'));
  });
});
