import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialOf } from '../../src/auth/credential.js';
import { issueToken } from '../../src/auth/token.js';
import { asSuperuser } from '../support/cluster.js';
import { findings } from '../support/findings.js';
import { dataOf } from '../support/graphql-client.js';
import { statementsDuring } from '../support/statements.js';
import { startTestServer, type TestOrganization, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

const tenants = (() => {
  let count = 0;
  return () => server.addOrganization(`tenant-${++count}`);
})();

const createTag = (name: string) => `mutation { createTag(input: { name: "${name}" }) { tag { id } } }`;
const codes = ({ errors }: { errors: readonly { extensions: { code: string } }[] }) =>
  errors.map(({ extensions }) => extensions.code);
const update = (id: string, expectedVersion: number, patch: string, token: string) =>
  server.graphql<{ updateUser: { user: { version: number } } }>(
    `mutation { updateUser(input: { id: "${id}", expectedVersion: ${expectedVersion}, patch: { ${patch} } }) { user { version } } }`,
    {},
    token,
  );
const remove = (id: string, expectedVersion: number, token: string) =>
  server.graphql(
    `mutation { deleteUser(input: { id: "${id}", expectedVersion: ${expectedVersion} }) { user { id } } }`,
    {},
    token,
  );
const addAdmin = async ({ tokens, id }: TestOrganization, email: string) => {
  const made = await server.graphql<{ createUser: { user: { id: string } } }>(
    `mutation { createUser(input: { email: "${email}", displayName: "x", role: ADMIN }) { user { id } } }`,
    {},
    tokens.ADMIN,
  );
  const userId = dataOf(made).createUser.user.id;
  const { token } = await issueToken(server.config.auth, {
    userId,
    organizationId: id,
    credential: credentialOf(null),
  });
  return { userId, token };
};
const roleOf = async (token: string) =>
  dataOf(await server.graphql<{ viewer: { role: string } }>('{ viewer { role } }', {}, token)).viewer.role;
const sql = <T>(text: string, values: unknown[] = []) =>
  asSuperuser(server.database.superuserUrl, async (client) => (await client.query(text, values)).rows as T[]);

describe('a token of this server', () => {
  it('has the role that its user has at present', async () => {
    const { users, tokens } = await tenants();
    expect(await roleOf(tokens.EDITOR)).toBe('EDITOR');
    dataOf(await update(users.EDITOR, 1, 'role: ADMIN', tokens.ADMIN));
    expect(await roleOf(tokens.EDITOR)).toBe('ADMIN');
    dataOf(await update(users.EDITOR, 2, 'role: VIEWER', tokens.ADMIN));
    expect(await roleOf(tokens.EDITOR)).toBe('VIEWER');
    expect(codes(await server.graphql(createTag('late'), {}, tokens.EDITOR))).toEqual(['FORBIDDEN']);
    expect(codes(await update(users.EDITOR, 3, 'role: ADMIN', tokens.EDITOR))).toEqual(['FORBIDDEN']);
  });

  it('ends with the password it was issued under, within the same second and for good', async () => {
    const { users, tokens, slug } = await tenants();
    const email = `editor@${slug}.example`;
    const signIn = async (password: string) => {
      const answer = await server.graphql<{ signIn: { token: string } }>(
        'mutation ($input: SignInInput!) { signIn(input: $input) { token } }',
        { input: { organization: slug, email, password } },
        null,
      );
      return dataOf(answer).signIn.token;
    };
    dataOf(await update(users.EDITOR, 1, 'password: "first password"', tokens.ADMIN));
    const first = await signIn('first password');
    expect(await roleOf(first)).toBe('EDITOR');
    // The same password once more is a change too: somebody wants the old tokens gone.
    dataOf(await update(users.EDITOR, 2, 'password: "first password"', tokens.ADMIN));
    const second = await signIn('first password');
    expect(await roleOf(second)).toBe('EDITOR');
    dataOf(await update(users.EDITOR, 3, 'password: null', tokens.ADMIN));
    for (const old of [tokens.EDITOR, first, second]) {
      for (const query of ['{ viewer { role } }', '{ tags { totalCount } }', createTag('late')]) {
        const { data, errors } = await server.graphql(query, {}, old);
        expect(data ?? null).toBeNull();
        expect(codes({ errors })).toEqual(['UNAUTHENTICATED']);
        expect(errors[0]?.message).toContain('sign in again');
      }
    }
    expect(await findings(server)).toEqual([]);
  });

  it('is out at once with its user, who cannot bring herself back', async () => {
    const organization = await tenants();
    const { userId, token } = await addAdmin(organization, 'second@admin.example');
    expect(await roleOf(token)).toBe('ADMIN');
    dataOf(await remove(userId, 1, organization.tokens.ADMIN));
    const restore = `mutation { restoreUser(input: { id: "${userId}", expectedVersion: 2 }) { user { id } } }`;
    for (const query of [
      '{ __typename }',
      '{ viewer { role } }',
      '{ users { totalCount } }',
      createTag('late'),
      restore,
    ]) {
      const { data, errors } = await server.graphql(query, {}, token);
      expect(data ?? null).toBeNull();
      expect(codes({ errors })).toEqual(['UNAUTHENTICATED']);
    }
    const traces = await sql('select from change_set where actor_id = $1', [userId]);
    expect(traces).toEqual([]);
    dataOf(await server.graphql(restore, {}, organization.tokens.ADMIN));
    expect(await roleOf(token)).toBe('ADMIN');
  });

  it('costs no statement of its own, neither in a query nor in a mutation', async () => {
    await server.graphql('{ tags { totalCount } }');
    const query = await statementsDuring(() => server.graphql('{ tags { nodes { id } } }'));
    const mutation = await statementsDuring(() => server.graphql(createTag('counted')));
    expect(query.map((text) => text.split(' ', 2).join(' '))).toEqual([
      'select palimpsest.begin_session($1,',
      'select t."id"',
    ]);
    expect(mutation).toHaveLength(6);
    expect(mutation.filter((text) => /^select set_config|from "user"/.test(text))).toEqual([]);
  });

  it('lets an organization speak for itself until it has an administrator', async () => {
    const [{ id } = { id: '' }] = await sql<{ id: string }>(
      "insert into organization (id, slug, name) values (gen_random_uuid(), 'empty', 'Empty') returning id",
    );
    const { token } = await issueToken(server.config.auth, {
      userId: id,
      organizationId: id,
      credential: credentialOf(null),
    });
    const create = (email: string, role: string) =>
      server.graphql(
        `mutation { createUser(input: { email: "${email}", displayName: "x", role: ${role} }) { user { id } } }`,
        {},
        token,
      );
    dataOf(await create('viewer@empty.example', 'VIEWER'));
    dataOf(await create('admin@empty.example', 'ADMIN'));
    expect(codes(await create('more@empty.example', 'ADMIN'))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a demotion', () => {
  it('waits for the mutations under way, and those that come later wait for it', async () => {
    const { users, tokens, id } = await tenants();
    await asSuperuser(server.database.applicationUrl, async (client) => {
      // A mutation of the editor that has begun and takes its time.
      await client.query('begin');
      const { rows } = await client.query(`select palimpsest.begin_session($1, $2, $3, null, '{}') as role`, [
        id,
        users.EDITOR,
        credentialOf(null),
      ]);
      expect(rows).toEqual([{ role: 'EDITOR' }]);
      const demotion = update(users.EDITOR, 1, 'role: VIEWER', tokens.ADMIN);
      await waiting(1);
      const late = server.graphql(createTag('late'), {}, tokens.EDITOR);
      await waiting(2);
      await client.query("insert into tag (id, name) values (gen_random_uuid(), 'in time')");
      await client.query('commit');
      dataOf(await demotion);
      expect(codes(await late)).toEqual(['FORBIDDEN']);
    });
  });

  it('by SQL waits likewise', async () => {
    const { users, id } = await tenants();
    await asSuperuser(server.database.applicationUrl, async (client) => {
      await client.query('begin');
      await client.query(`select palimpsest.begin_session($1, $2, $3, null, '{}')`, [
        id,
        users.EDITOR,
        credentialOf(null),
      ]);
      const demotion = sql(`update "user" set role = 'VIEWER' where id = $1`, [users.EDITOR]);
      await waiting(1);
      await client.query('commit');
      await demotion;
    });
  });

  it('gets its turn while its subject writes without a pause', async () => {
    const { users, tokens } = await tenants();
    const demotion = new AbortController();
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      const refused: string[] = [];
      for (let i = 0; !demotion.signal.aborted || i === 0; i++) {
        refused.push(...codes(await server.graphql(createTag(`tag ${writer} ${i}`), {}, tokens.EDITOR)));
      }
      return refused;
    });
    dataOf(await update(users.EDITOR, 1, 'role: VIEWER', tokens.ADMIN));
    demotion.abort();
    expect(new Set((await Promise.all(writers)).flat())).toSatisfy((found: Set<string>) =>
      [...found].every((code) => code === 'FORBIDDEN'),
    );
    expect(codes(await server.graphql(createTag('after'), {}, tokens.EDITOR))).toEqual(['FORBIDDEN']);
  });
});

describe('rights that a mutation is to change', () => {
  // Of the caller, and of who else is named.
  it.each([
    ['ADMIN', { caller: 'ExclusiveLock', other: 'ExclusiveLock' }],
    ['EDITOR', { caller: 'ExclusiveLock', other: null }],
    ['VIEWER', { caller: 'ExclusiveLock', other: null }],
  ] as const)('are held alone for who may change them: %s', async (role, expected) => {
    const { users, id } = await tenants();
    const caller = users[role];
    const other = users[role === 'ADMIN' ? 'EDITOR' : 'ADMIN'];
    await asSuperuser(server.database.applicationUrl, async (client) => {
      await client.query('begin');
      const begin = 'select palimpsest.begin_session($1, $2, $3, null, $4::uuid[]) as role';
      const { rows } = await client.query(begin, [id, caller, credentialOf(null), [other, caller]]);
      expect(rows).toEqual([{ role }]);
      const held = `select (select l.mode from pg_locks l
          where l.locktype = 'advisory' and l.pid = pg_backend_pid() and l.objid::bigint = k & 4294967295) as mode
        from unnest(array[palimpsest.rights_of($1), palimpsest.rights_of($2)]) with ordinality as r(k, n) order by n`;
      const [ofCaller, ofOther] = (await client.query<{ mode: string | null }>(held, [caller, other])).rows;
      expect({ caller: ofCaller!.mode, other: ofOther!.mode }).toEqual(expected);
      await client.query('rollback');
    });
  });

  it('keep nobody waiting whom others merely name', async () => {
    const { users, tokens, id } = await tenants();
    await asSuperuser(server.database.applicationUrl, async (client) => {
      await client.query('begin');
      await client.query('select palimpsest.begin_session($1, $2, $3, null, $4::uuid[])', [
        id,
        users.VIEWER,
        credentialOf(null),
        [users.ADMIN],
      ]);
      dataOf(await server.graphql(createTag('meanwhile'), {}, tokens.ADMIN));
      await client.query('commit');
    });
  });
});

describe('the last living administrator', () => {
  const sentence = 'The last administrator of an organization can be neither deleted nor given another role.';

  it('can be neither deleted nor demoted, in any way', async () => {
    const { users, tokens } = await tenants();
    const id = users.ADMIN;
    dataOf(await update(users.VIEWER, 1, 'role: ADMIN', tokens.ADMIN));
    dataOf(await update(id, 1, 'role: EDITOR', tokens.VIEWER));
    dataOf(await update(id, 2, 'role: ADMIN', tokens.VIEWER));
    dataOf(await update(users.VIEWER, 2, 'role: VIEWER', tokens.ADMIN));
    const revert = `mutation { revertUser(input: { id: "${id}", expectedVersion: 3, toVersion: 2 }) { user { id } } }`;
    for (const answer of [
      await update(id, 3, 'role: EDITOR', tokens.ADMIN),
      await remove(id, 3, tokens.ADMIN),
      await server.graphql(revert, {}, tokens.ADMIN),
    ]) {
      expect(answer.data).toBeNull();
      expect(answer.errors.map(({ message, extensions: { code } }) => ({ message, code }))).toEqual([
        { message: sentence, code: 'BAD_USER_INPUT' },
      ]);
    }
    await expect(sql(`update "user" set role = 'VIEWER' where id = $1`, [id])).rejects.toThrow(sentence);
    await expect(sql(`delete from "user" where id = $1`, [id])).rejects.toThrow(sentence);
    expect(await roleOf(tokens.ADMIN)).toBe('ADMIN');
  });

  it('may hand over in one operation', async () => {
    const { users, tokens } = await tenants();
    const handOver = `mutation {
      a: updateUser(input: { id: "${users.ADMIN}", expectedVersion: 1, patch: { role: VIEWER } }) { user { id } }
      b: updateUser(input: { id: "${users.EDITOR}", expectedVersion: 1, patch: { role: ADMIN } }) { user { id } }
    }`;
    dataOf(await server.graphql(handOver, {}, tokens.ADMIN));
    expect(await roleOf(tokens.EDITOR)).toBe('ADMIN');
  });

  it('remains, however many demote each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const organization = await tenants();
      const one = { userId: organization.users.ADMIN, token: organization.tokens.ADMIN };
      const other = await addAdmin(organization, 'other@admin.example');
      const answers = await Promise.all([
        update(one.userId, 1, 'role: EDITOR', other.token),
        update(other.userId, 1, 'role: EDITOR', one.token),
        remove(one.userId, 1, other.token),
        remove(other.userId, 1, one.token),
      ]);
      expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
      const living = await sql(`select from "user" where tenant_id = $1 and role = 'ADMIN' and deleted_at is null`, [
        organization.id,
      ]);
      expect(living).toHaveLength(1);
    }
  });

  it('remains when two are demoted by SQL at once', async () => {
    const organization = await tenants();
    const { userId } = await addAdmin(organization, 'other@admin.example');
    const demote = (id: string) => async (work: () => Promise<void>) =>
      asSuperuser(server.database.superuserUrl, async (client) => {
        await client.query('begin');
        await client.query(`update "user" set role = 'VIEWER' where id = $1`, [id]);
        await work();
        return client.query('commit').then(
          () => 'committed',
          () => 'refused',
        );
      });
    const both = Promise.withResolvers<void>();
    let arrived = 0;
    const meet = () => {
      if (++arrived === 2) both.resolve();
      return both.promise;
    };
    const ends = await Promise.all([demote(organization.users.ADMIN)(meet), demote(userId)(meet)]);
    expect(ends.toSorted()).toEqual(['committed', 'refused']);
  });
});

/** Waits until so many sessions of this database wait for an advisory lock. */
async function waiting(sessions: number): Promise<void> {
  const waits = `select count(*)::int as sessions from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`;
  while ((await sql<{ sessions: number }>(waits))[0]!.sessions < sessions)
    await new Promise((turn) => setImmediate(turn));
}
