import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInLimits } from '../../../src/modules/session/sign-in-limit.js';
import { asSuperuser } from '../../support/cluster.js';
import { derivationsDuring } from '../../support/derivations.js';
import { startSessionServer } from './session-server.js';

let server: Awaited<ReturnType<typeof startSessionServer>>;
let acme: string;
let ada: string;

const password = 'correct horse staple';
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

/** Forgets all attempts, or lets time pass by. */
const resetAttempts = () => query('delete from sign_in_attempt');
const pass = (seconds: number) => query(`update sign_in_attempt set until = until - make_interval(secs => ${seconds})`);

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
      { ...right, password: 'wrong horse staple' },
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
    expect([...bodies][0]).toContain('"message":"Organization, email or password is wrong."');
    expect([...bodies][0]).toContain('"code":"UNAUTHENTICATED"');
    expect([...bodies][0]).toContain('"data":null');
  });

  it('takes as much work for an unknown organization or email as for a wrong password', async () => {
    await resetAttempts();
    const inputs = [
      { ...right, password: 'wrong horse staple' },
      { ...right, email: 'nobody@acme.example' },
      { ...right, organization: 'nowhere' },
    ];
    for (const input of inputs) {
      expect(await derivationsDuring(() => server.signIn(input))).toBe(1);
    }
  });

  it('is recorded in the organization’s audit log, failures too, although they roll back', async () => {
    const entries = () =>
      query<{ action: string; actor_id: string | null; entity_id: string | null; tenant_id: string }>(
        "select action, actor_id, entity_type, entity_id, tenant_id from audit_entry where action like 'session.%' order by occurred_at",
      );
    await resetAttempts();
    const before = (await entries()).length;
    await server.signIn({ ...right, password: 'wrong horse staple' });
    await server.signIn({ ...right, organization: 'nowhere' });
    // Which account was tried is told where there is one; what else was typed may be a password.
    await server.signIn({ ...right, email: 'wrong horse staple' });
    await server.signIn(right);
    const adasAccount = { entity_type: 'user', entity_id: ada, tenant_id: acme };
    expect((await entries()).slice(before)).toEqual([
      { action: 'session.signInFailed', actor_id: null, ...adasAccount },
      { action: 'session.signInFailed', actor_id: null, entity_type: null, entity_id: null, tenant_id: acme },
      { action: 'session.signIn', actor_id: ada, ...adasAccount },
    ]);
    const everything = await query<{ row: string }>('select to_jsonb(audit_entry)::text as row from audit_entry');
    expect(everything.filter(({ row }) => row.includes('staple'))).toEqual([]);
  });

  it('is refused like any other, after the usual work, where what is stored is no hash of ours, and the log says so', async () => {
    await resetAttempts();
    const planted = '$scrypt$ln=22,r=8,p=5$c2FsdHNhbHRzYWx0$cGxhbnRlZHBsYW50ZWQ=';
    const [stored] = await query<{ hash: string }>('select password_hash as hash from "user" where id = $1', [ada]);
    const store = (hash: string) => query('update "user" set password_hash = $1 where id = $2', [hash, ada]);
    for (const hash of [planted, 'garbage']) {
      await store(hash);
      const before = server.log.length;
      const { errors } = await server.signIn(right);
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
      const said = server.log.slice(before).filter((line) => line.includes('A stored password hash cannot be used'));
      expect(said).toHaveLength(1);
      expect(said[0]).toContain(ada);
      expect(said[0]).not.toContain(hash);
    }
    await store(stored!.hash);
  });

  it('leaves no password, no hash and no token in the log', async () => {
    const { data } = await server.signIn(right);
    await server.signIn({ ...right, password: 'wrong horse staple' });
    const log = server.log.join('\n');
    expect(log).toContain('"operationName":"SignIn"');
    expect(log).not.toContain('staple');
    expect(log).not.toContain('$scrypt$');
    expect(log).not.toContain(data?.signIn.token.split('.')[2]);
  });
});

describe('attempts', () => {
  const wrong = { ...right, password: 'wrong horse staple' };
  const { address: perAddress, accountFromAddress, accountFromStrangers } = signInLimits;
  const attempt = (input: Record<string, string>, address = '203.0.113.1', instance = 0) =>
    server.signIn(input, server.urls[instance], undefined, address);
  const codeOf = async (input: Record<string, string>, address?: string, instance = 0) =>
    (await attempt(input, address, instance)).errors[0]?.extensions.code ?? 'OK';
  /** Few enough at once that none is refused because others wait. */
  const codesOf = async (count: number, address: string): Promise<string[]> => {
    const first = Math.min(count, 5);
    const codes = await Promise.all(Array.from({ length: first }, (_, i) => codeOf(wrong, address, i % 2)));
    return first === count ? codes : [...codes, ...(await codesOf(count - first, address))];
  };
  const times = (count: number, code: string) => Array.from({ length: count }, () => code);

  it('on an account from an address are limited over all instances, also when they come at once', async () => {
    await resetAttempts();
    const codes = await codesOf(accountFromAddress.atOnce + 4, '203.0.113.1');
    expect(codes.toSorted()).toEqual([
      ...times(4, 'RATE_LIMITED'),
      ...times(accountFromAddress.atOnce, 'UNAUTHENTICATED'),
    ]);
    const { errors } = await attempt(right);
    expect(errors[0]?.extensions.code).toBe('RATE_LIMITED');
    expect(errors[0]?.extensions['retryAfterSeconds']).toBeGreaterThan(accountFromAddress.everySeconds / 3);
    expect(errors[0]?.extensions['retryAfterSeconds']).toBeLessThanOrEqual(accountFromAddress.everySeconds);
    expect(await codeOf({ ...right, organization: 'globex', email: 'emil@globex.example' })).toBe('OK');
  });

  it('are not kept out by what was written past the server, and the database bounds that', async () => {
    const forge = (until: string) => query(`update sign_in_attempt set until = ${until}`);
    await attempt(wrong, '203.0.113.77');
    await expect(forge(`'infinity'`)).rejects.toThrow('sign_in_attempt_until_bounded');
    await expect(forge(`'-infinity'`)).rejects.toThrow('sign_in_attempt_until_bounded');
    await expect(forge(`'9999-01-01'`)).rejects.toThrow('sign_in_attempt_until_bounded');
    await query('alter table sign_in_attempt drop constraint sign_in_attempt_until_bounded');
    await forge(`'infinity'`);
    expect(await codeOf(right, '203.0.113.77')).toBe('OK');
    await resetAttempts();
    await codesOf(accountFromAddress.atOnce, '203.0.113.1');
  });

  it('are looked at one by one as time passes, and all forgiven when the password is right', async () => {
    await pass(accountFromAddress.everySeconds);
    expect(await codeOf(wrong)).toBe('UNAUTHENTICATED');
    expect(await codeOf(wrong)).toBe('RATE_LIMITED');
    await pass(accountFromAddress.everySeconds);
    expect(await codeOf(right)).toBe('OK');
    expect(await codesOf(2, '203.0.113.1')).toEqual(times(2, 'UNAUTHENTICATED'));
  });

  it('by others do not keep the owner out of her account', async () => {
    await resetAttempts();
    expect(await codeOf(right, '198.51.100.1')).toBe('OK');
    await codesOf(accountFromAddress.atOnce, '203.0.113.1');
    expect(await codeOf(wrong, '203.0.113.1')).toBe('RATE_LIMITED');
    // Neither where she has signed in before, nor where she has not, nor by the same address spelled otherwise.
    expect(await codeOf(right, '198.51.100.1')).toBe('OK');
    expect(await codeOf(right, '198.51.100.2')).toBe('OK');
    expect(await codeOf({ ...wrong, email: right.email.toUpperCase() }, '203.0.113.1')).toBe('RATE_LIMITED');
  });

  it('from many addresses are limited together, but not where the owner has signed in before', async () => {
    await resetAttempts();
    expect(await codeOf(right, '198.51.100.1')).toBe('OK');
    const addresses = Array.from({ length: 1 + accountFromStrangers.atOnce / 5 }, (_, n) => `203.0.113.${n}`);
    const codes: string[] = [];
    for (const address of addresses) codes.push(...(await codesOf(5, address)));
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(accountFromStrangers.atOnce);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(5);
    expect(await codeOf(right, '198.51.100.1')).toBe('OK');

    const { errors } = await attempt(right, '198.51.100.3');
    expect(errors[0]?.extensions.code).toBe('RATE_LIMITED');
    expect(errors[0]?.extensions['retryAfterSeconds']).toBeLessThanOrEqual(accountFromStrangers.everySeconds);
    // What was refused has put nothing off.
    await pass(accountFromStrangers.everySeconds);
    expect(await codeOf(right, '198.51.100.3')).toBe('OK');
  });

  it('from an address are limited whatever the accounts', async () => {
    await resetAttempts();
    await attempt(wrong);
    await query(`update sign_in_attempt set until = now() + make_interval(secs => ${perAddress.atOnce * perAddress.everySeconds})
      where until < now() + make_interval(secs => ${perAddress.everySeconds})`);
    expect(await codeOf({ ...right, email: 'other@acme.example' })).toBe('RATE_LIMITED');
    expect(await codeOf(right)).toBe('RATE_LIMITED');
    expect(await codeOf(right, '198.51.100.1')).toBe('OK');
    // The table does not grow with every name it tries: of both addresses, the one, and the account from it; the
    // account; and where its owner is at home.
    expect(await query('select from sign_in_attempt')).toHaveLength(6);
  });

  it('of the past are overwritten, so that the table does not grow', async () => {
    await resetAttempts();
    for (let i = 0; i < 3; i++) await attempt({ ...wrong, email: `e${i}@acme.example` });
    expect(await query('select from sign_in_attempt')).toHaveLength(7);
    await pass(3600);
    for (let i = 3; i < 6; i++) await attempt({ ...wrong, email: `e${i}@acme.example` });
    expect(await query('select from sign_in_attempt')).toHaveLength(7);
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
