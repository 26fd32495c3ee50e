import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestOrganization, type TestServer } from '../support/test-server.js';
import { inTransaction, query } from '../../src/versioning/index.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';

let server: TestServer;
let other: TestOrganization;
beforeAll(async () => {
  server = await startTestServer();
  other = await server.addOrganization('other');
});
afterAll(() => server.stop());

interface Seen {
  readonly snapshot: { readonly token: string; readonly at: string };
  readonly tags?: { readonly nodes: readonly { readonly name: string }[] };
}

const see = async (document = '{ snapshot { token at } }', token?: string) =>
  dataOf(await server.graphql<Seen>(document, undefined, token));

const addTag = async (name: string) =>
  dataOf(
    await server.graphql('mutation ($name: String!) { createTag(input: { name: $name }) { tag { id } } }', { name }),
  );

/** Names of the tags that a token sees, for an organization; undefined where there is no instant of that name. */
async function tagsAt(token: string, organization = server.organization.id): Promise<string[] | undefined> {
  const em = server.orm.em.fork({ session: tenantSession(organization) });
  return inTransaction(em, async (within) => {
    const [{ instant } = { instant: null }] = await query<{ instant: string | null }>(
      within,
    )`select palimpsest.instant_of_token(${token})::text as instant`;
    if (instant === null) return undefined;
    const rows = await query<{ name: string }>(within)`
      select snapshot ->> 'name' as name from entity_version
      where entity_type = 'tag' and pg_visible_in_snapshot(xid, ${instant}::pg_snapshot) order by 1`;
    return rows.map(({ name }) => name);
  });
}

const refusal = async (token: string, organization = server.organization.id) => {
  const em = server.orm.em.fork({ session: tenantSession(organization) });
  return inTransaction(em, async (within) => {
    const [row] = await query<{ refusal: string | null }>(
      within,
    )`select palimpsest.refused_instant(null, null, ${token})::text as refusal`;
    return row!.refusal;
  });
};

it('a token sees what its query saw, whatever comes after it', async () => {
  await addTag('first');
  const alone = await see();
  const among = await see('{ tags { nodes { name } } snapshot { token } again: snapshot { token } }');
  const inTransactionOfItsOwn = await see('{ trash { totalCount } snapshot { token } }');
  await addTag('second');
  expect(among.tags!.nodes.map(({ name }) => name)).toEqual(['first']);
  for (const { snapshot } of [alone, among, inTransactionOfItsOwn]) {
    expect(await tagsAt(snapshot.token)).toEqual(['first']);
  }
  expect(await tagsAt((await see()).snapshot.token)).toEqual(['first', 'second']);
  expect(Math.abs(Date.parse(alone.snapshot.at) - Date.now())).toBeLessThan(60_000);
});

it('where nothing has been changed, tokens are equal', async () => {
  // What other test files change on the same PostgreSQL counts, too.
  await eventually(async () => expect((await see()).snapshot.token).toBe((await see()).snapshot.token));
});

it('a token tells nothing of what it holds: neither numbers of transactions nor how many are open', async () => {
  await addTag('third');
  const { token } = (await see()).snapshot;
  await addTag('fourth');
  const later = (await see()).snapshot.token;
  const foreign = (await see(undefined, other.tokens.VIEWER)).snapshot.token;
  const bytes = [token, later, foreign].map((of) => Buffer.from(of, 'base64url'));
  // All of it is as if drawn at random: of 80 bytes two have less than 20 in common by chance, but once in 10^25 times.
  const alike = (a: Buffer, b: Buffer) => a.filter((byte, n) => byte === b[n]).length;
  expect(bytes.map(({ length }) => length)).toEqual([80, 80, 80]);
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    expect(alike(bytes[a]!, bytes[b]!)).toBeLessThan(20);
  expect(bytes.map((of) => of.toString('latin1')).join('\n')).not.toMatch(/\d{2,}:\d{2,}/);
});

it('a token of somebody else, one that was tampered with and one that never was are refused in the same words', async () => {
  const { token } = (await see()).snapshot;
  const foreign = (await see(undefined, other.tokens.VIEWER)).snapshot.token;
  const tampered = `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}`;
  expect(await refusal(token)).toBeNull();
  expect(await refusal(token, other.id)).not.toBeNull();
  const refusals = await Promise.all([foreign, tampered, 'A'.repeat(token.length)].map((of) => refusal(of)));
  expect(new Set(refusals).size).toBe(1);
  expect(JSON.parse(refusals[0]!)).toEqual({ argument: 'snapshot', reason: 'UNKNOWN' });
  for (const malformed of ['', 'no token', `${token}=`, `${token}\n`, token.slice(0, 8)]) {
    expect(JSON.parse((await refusal(malformed))!)).toEqual({ argument: 'snapshot', reason: 'MALFORMED' });
  }
});

it('nobody without a token of the server has one of these', async () => {
  const { errors } = await server.graphql('{ snapshot { token } }', undefined, null);
  expect(errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
});
