import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from '../../conformance/world.js';
import { operationOf, rootFields } from '../generated-operation.js';

const passwords = {
  first: 'first secret \u00e9\u{1F4DC} canary-1',
  second: 'second secret \' \\ " canary-2',
  stale: 'stale secret canary-3',
  taken: 'taken secret canary-4',
  restored: 'restored secret canary-5',
  wrong: 'wrong secret canary-6',
  short: 'canary-',
  literal: 'literal secret canary-8',
  long: `canary-9 ${'x'.repeat(1024)}`,
};

let world: World;
let id: string;
const answers: string[] = [];
const hashes: string[] = [];

beforeAll(async () => {
  world = await World.open({ settings: { LOG_LEVEL: 'trace', MAX_COST: '1000000', MAX_ALIASES: '1000' } });
});
afterAll(() => world.close());

/** Asks, and remembers the answer and the hash that is stored now. */
async function send(query: string, variables: Record<string, unknown> = {}) {
  const answer = await world.send<Record<string, { user: { id: string; version: number }; changeSet: unknown }>>(
    query,
    variables,
  );
  answers.push(answer.body);
  const rows = await world.rows<{ hash: string }>(
    'select password_hash as hash from "user" where password_hash like \'$scrypt$%\'',
  );
  hashes.push(...rows.map(({ hash }) => hash));
  return answer;
}

function change(name: string, input: object) {
  return send(
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}UserInput!) {
    payload: ${name}User(input: $input) { user { id version } changeSet { id } }
  }`,
    { input },
  );
}

async function signIn(password: string): Promise<boolean> {
  const { data } = await send('mutation ($input: SignInInput!) { signIn(input: $input) { expiresAt } }', {
    input: { organization: 'acme', email: 'ann@acme.example', password },
  });
  return data != null;
}

async function changes(version: number): Promise<unknown[]> {
  const query =
    'query ($id: ID!, $version: Int!) { version(id: $id, version: $version) { changes { field before after redacted } } }';
  const { version: found } = await world.ask<{ version: { changes: unknown[] } }>(query, { id, version });
  return found.changes;
}

const redacted = { field: 'password', before: null, after: null, redacted: true };

describe('A password', () => {
  it('is set when a user is made, and the history says that it was', async () => {
    const { first: password } = passwords;
    const input = { email: 'ann@acme.example', displayName: 'Ann', role: 'EDITOR', password };
    const { data } = await change('create', input);
    ({ id } = data!['payload']!.user);
    expect(await changes(1)).toContainEqual(redacted);
    expect(await signIn(password)).toBe(true);
  });

  it('is changed, and the history says so of this version and of no other', async () => {
    await change('update', { id, expectedVersion: 1, patch: { displayName: 'Anna' } });
    await change('update', { id, expectedVersion: 2, patch: { password: passwords.second } });
    expect(await changes(2)).toEqual([{ field: 'displayName', before: 'Ann', after: 'Anna', redacted: false }]);
    expect(await changes(3)).toEqual([redacted]);
    expect([await signIn(passwords.second), await signIn(passwords.first)]).toEqual([true, false]);
  });

  it('is in a diff across its change, and in none beside it', async () => {
    const query =
      'query ($id: ID!, $from: Int!, $to: Int!) { diff(id: $id, from: $from, to: $to) { field before after redacted } }';
    const diff = async (from: number, to: number) =>
      (await world.ask<{ diff: unknown[] }>(query, { id, from, to })).diff;
    expect(await diff(2, 3)).toEqual([redacted]);
    expect(await diff(3, 1)).toContainEqual(redacted);
    expect(await diff(1, 2)).not.toContainEqual(redacted);
  });

  it('is contested where both sides changed it, and neither value is told', async () => {
    const patch = { password: passwords.stale, displayName: 'Annika' };
    const { errors } = await change('update', { id, expectedVersion: 1, patch });
    expect(errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 3 });
    expect(errors[0]!.extensions['conflicts']).toEqual([
      { field: 'displayName', base: 'Ann', theirs: 'Anna', yours: 'Annika' },
      { field: 'password', base: null, theirs: null, yours: null, redacted: true },
    ]);
  });

  it('stays what it is when the user is reverted, deleted and restored', async () => {
    await change('revert', { id, expectedVersion: 3, toVersion: 1 });
    expect(await changes(4)).not.toContainEqual(redacted);
    await change('delete', { id, expectedVersion: 4 });
    expect(await signIn(passwords.second)).toBe(false);
    await change('restore', { id, expectedVersion: 5 });
    expect(await signIn(passwords.second)).toBe(true);
  });

  it('is changed by the patch of a restore', async () => {
    await change('delete', { id, expectedVersion: 6 });
    await change('restore', { id, expectedVersion: 7, patch: { password: passwords.restored } });
    expect(await changes(8)).toContainEqual(redacted);
    expect(await signIn(passwords.restored)).toBe(true);
  });

  it('is refused when it is too short, too long, or no text, in words that do not repeat it', async () => {
    for (const password of [passwords.short, passwords.long, { canary: 'canary-' }, ['canary-', 'canary-'], 1e9]) {
      const { errors } = await change('update', { id, expectedVersion: 8, patch: { password } });
      expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
      expect(errors[0]!.message).toMatch(/password/i);
    }
  });

  it('is taken away by null', async () => {
    await change('update', { id, expectedVersion: 8, patch: { password: null } });
    expect(await changes(9)).toEqual([redacted]);
    expect(await signIn(passwords.restored)).toBe(false);
    const { data } = await change('update', { id, expectedVersion: 9, patch: { password: null } });
    expect(data!['payload']).toEqual({ user: { id, version: 9 }, changeSet: null });
  });

  it('stands nowhere but in its own column, neither itself nor its hash: no row, no answer, no line of the log', async () => {
    const taken = { email: 'ann@acme.example', displayName: 'B', role: 'VIEWER', password: passwords.taken };
    expect((await change('create', taken)).errors[0]!.extensions.code).toBe('ALREADY_EXISTS');
    await send(
      `mutation { updateUser(input: { id: "${id}", expectedVersion: 9, patch: { password: "${passwords.literal}" } }) { user { id } } }`,
    );
    await send(
      `mutation { updateUser(input: { id: "${id}", expectedVersion: 10, patch: { password: { a: "${passwords.wrong}" } } }) { user { id } } }`,
    );
    await signIn(passwords.wrong);
    await readEverything();
    expect(new Set(hashes).size).toBe(4);

    const places = { answers: answers.join('\n'), log: world.server.log.join('\n'), ...(await tables()) };
    const secrets = [
      ...Object.values(passwords),
      ...hashes.flatMap((hash) => [hash, ...hash.split('$').slice(-2)]),
      'canary-',
    ];
    for (const [place, text] of Object.entries(places)) {
      expect(text.length).toBeGreaterThan(0);
      for (const secret of secrets) {
        expect(text.includes(secret) ? `${place} holds ${secret}` : '').toBe('');
        expect(text.includes(JSON.stringify(secret).slice(1, -1)) ? `${place} holds ${secret}` : '').toBe('');
      }
    }
  });
});

/** Asks every query about the user, a few levels deep. */
async function readEverything(): Promise<void> {
  for (const root of rootFields(world.schema).filter(({ kind }) => kind === 'query')) {
    const choose = ([name]: readonly string[]) => ({ id, first: 100 })[name!];
    const { query, variables } = operationOf(root, { schema: world.schema, choose, depth: 4 });
    await send(query, variables);
  }
}

/** Every row of every table as text, but for the one column that may hold it. */
async function tables(): Promise<Record<string, string>> {
  const names = await world.rows<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'user'",
  );
  const texts: Record<string, string> = {};
  for (const { name } of [...names, { name: 'user' }]) {
    const [row] = await world.rows<{ text: string | null }>(
      `select string_agg((to_jsonb(t) - '${name === 'user' ? 'password_hash' : ''}')::text || t.tableoid, E'\\n') as text from "${name}" t`,
    );
    if (row?.text != null) texts[name] = row.text;
  }
  expect(Object.keys(texts)).toEqual(
    expect.arrayContaining(['entity_version', 'change_set', expect.stringMatching(/^audit_entry_\d/), 'user']),
  );
  return texts;
}
