import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInLimits } from '../../../src/modules/session/sign-in-limit.js';
import { asSuperuser } from '../../support/cluster.js';
import { derivationsDuring } from '../../support/derivations.js';
import { startSessionServer } from './session-server.js';

let server: Awaited<ReturnType<typeof startSessionServer>>;
let acme: string;
let ada: string;

const password = 'correct horse 7f3a';
const right = { organization: 'acme', email: 'ada@acme.example', password };

beforeAll(async () => {
  server = await startSessionServer();
  acme = await server.addOrganization('acme');
  ada = await server.addUser(acme, right.email, password);
  await server.addUser(acme, 'nopass@acme.example');
  const gone = await server.addUser(acme, 'gone@acme.example', password);
  await server.deleteUser(acme, gone);
  const globex = await server.addOrganization('globex');
  await server.addUser(globex, 'emil@globex.example', password);
});
afterAll(() => server.stop());

const query = <T>(sql: string, parameters: unknown[] = []) =>
  asSuperuser(server.database.superuserUrl, async (client) => (await client.query(sql, parameters)).rows as T[]);

/** Forgets all attempts, or passes the window by. */
const resetAttempts = () => query('delete from sign_in_attempt');
const passWindow = () => query("update sign_in_attempt set window_start = window_start - interval '16 minutes'");

describe('signIn', () => {
  it('gives a token that works, for the right password', async () => {
    const { data } = await server.signIn(right);
    const viewer = {
      id: ada,
      role: 'EDITOR',
      organization: { slug: 'acme' },
      user: { email: right.email, version: 1 },
    };
    expect(data?.signIn.viewer).toEqual(viewer);
    expect(data?.signIn.expiresAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/);
    expect((await server.viewer(data?.signIn.token)).data?.viewer).toEqual(viewer);
  });

  it('works for somebody who sends another token along', async () => {
    const first = await server.signIn(right);
    const again = await server.signIn(right, server.urls[0], first.data?.signIn.token);
    expect(again.data?.signIn.viewer.id).toBe(ada);
  });

  it('answers the same whatever is wrong', async () => {
    const wrong = [
      { ...right, password: 'wrong horse 7f3a' },
      { ...right, password: '' },
      { ...right, password: 'x'.repeat(50_000) },
      { ...right, email: 'nobody@acme.example' },
      { ...right, email: 'nopass@acme.example' },
      { ...right, email: 'gone@acme.example' },
      { ...right, email: 'emil@globex.example' },
      { ...right, organization: 'nowhere' },
      { ...right, organization: '' },
      { ...right, organization: 'globex' },
    ];
    const bodies = new Set<string>();
    for (const input of wrong) {
      const { status, body, errors } = await server.signIn(input);
      bodies.add(`${status} ${body.replaceAll(errors[0]?.extensions.requestId ?? '', '')}`);
    }
    expect([...bodies]).toHaveLength(1);
    expect([...bodies][0]).toContain('"message":"Email or password is wrong."');
    expect([...bodies][0]).toContain('"code":"UNAUTHENTICATED"');
    expect([...bodies][0]).toContain('"data":null');
  });

  it('takes as much work for an unknown organization or email as for a wrong password', async () => {
    await resetAttempts();
    const inputs = [
      { ...right, password: 'wrong horse 7f3a' },
      { ...right, email: 'nobody@acme.example' },
      { ...right, organization: 'nowhere' },
    ];
    for (const input of inputs) {
      expect(await derivationsDuring(() => server.signIn(input))).toBe(1);
    }
  });

  it('is recorded in the organization’s audit log, failures too, although they roll back', async () => {
    const entries = () =>
      query<{ action: string; actor_id: string | null; tenant_id: string }>(
        "select action, actor_id, tenant_id from audit_entry where action like 'session.%' order by occurred_at",
      );
    await resetAttempts();
    const before = (await entries()).length;
    await server.signIn({ ...right, password: 'wrong horse 7f3a' });
    await server.signIn({ ...right, organization: 'nowhere' });
    await server.signIn(right);
    expect((await entries()).slice(before)).toEqual([
      { action: 'session.signInFailed', actor_id: null, tenant_id: acme },
      { action: 'session.signIn', actor_id: ada, tenant_id: acme },
    ]);
  });

  it('leaves no password, no hash and no token in the log', async () => {
    const { data } = await server.signIn(right);
    await server.signIn({ ...right, password: 'wrong horse 7f3a' });
    const log = server.log.join('\n');
    expect(log).toContain('"operationName":"SignIn"');
    expect(log).not.toContain('7f3a');
    expect(log).not.toContain('$scrypt$');
    expect(log).not.toContain(data?.signIn.token.split('.')[2]);
  });
});

describe('attempts', () => {
  const wrong = { ...right, password: 'wrong horse 7f3a' };
  const attempt = (input: Record<string, string>, instance = 0) => server.signIn(input, server.urls[instance]);
  const codeOf = async (input: Record<string, string>, instance = 0) =>
    (await attempt(input, instance)).errors[0]?.extensions.code ?? 'OK';

  it('on an account are limited over all instances, also when they come at once', async () => {
    await resetAttempts();
    const codes = await Promise.all(Array.from({ length: signInLimits.account + 4 }, (_, i) => codeOf(wrong, i % 2)));
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(signInLimits.account);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(4);

    const refused = await attempt(right, 1);
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' });
    expect(refused.errors[0]?.extensions['retryAfterSeconds']).toBeGreaterThan(800);
    expect(refused.errors[0]?.extensions['retryAfterSeconds']).toBeLessThanOrEqual(900);
    expect(await codeOf({ ...right, organization: 'globex', email: 'emil@globex.example' })).toBe('OK');
  });

  it('are looked at again when the window is over, and forgiven when the password is right', async () => {
    await passWindow();
    expect(await codeOf(right)).toBe('OK');
    for (let i = 0; i < signInLimits.account; i++) expect(await codeOf(wrong)).toBe('UNAUTHENTICATED');
    expect(await codeOf(right)).toBe('RATE_LIMITED');
  });

  it('from an address are limited whatever the accounts', async () => {
    await resetAttempts();
    await attempt(wrong);
    const count = `update sign_in_attempt set count = ${signInLimits.address}`;
    await query(count);
    expect(await codeOf({ ...right, email: 'other@acme.example' })).toBe('RATE_LIMITED');
    expect(await codeOf(right)).toBe('RATE_LIMITED');
    // Neither does the table grow with every name it tries, nor do accounts lose attempts to it.
    const counts = await query<{ count: number }>('select count from sign_in_attempt order by count');
    expect(counts.map(({ count }) => count)).toEqual([signInLimits.address, signInLimits.address + 2]);
  });

  it('of the past are overwritten, so that the table does not grow', async () => {
    await resetAttempts();
    for (let i = 0; i < 3; i++) await attempt({ ...wrong, email: `e${i}@acme.example` });
    expect(await query('select from sign_in_attempt')).toHaveLength(4);
    await passWindow();
    for (let i = 3; i < 6; i++) await attempt({ ...wrong, email: `e${i}@acme.example` });
    expect(await query('select from sign_in_attempt')).toHaveLength(4);
  });

  it('are kept without saying whose they are', async () => {
    const rows = await query<{ key: string }>('select key from sign_in_attempt');
    for (const { key } of rows) expect(key).toMatch(/^[\w-]{43}$/);
  });
});

describe('viewer', () => {
  it('is null without a token', async () => {
    expect(await server.viewer()).toMatchObject({ status: 200, data: { viewer: null }, errors: [] });
  });
});
