import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { createAuthenticator } from '../../src/auth/authenticator.js';
import { credentialOf } from '../../src/auth/credential.js';
import { InvalidToken, KeysUnavailable } from '../../src/auth/auth-error.js';
import { Role } from '../../src/auth/role.js';
import { issueToken } from '../../src/auth/token.js';
import { VerifiedTokens } from '../../src/auth/verified-tokens.js';

const secret = 'a secret of at least thirty-two characters';
const own = {
  userId: '0197f3a0-0000-7000-8000-000000000001',
  organizationId: '0197f3a0-0000-7000-8000-000000000002',
  credential: credentialOf(null),
};
const claims = { sub: own.userId, org: own.organizationId, cred: own.credential };
const authenticate = createAuthenticator({ secret });

const sign = (payload: JWTPayload, key = secret, alg = 'HS256') =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key));
const soon = () => Math.floor(Date.now() / 1000) + 60;

describe('a shared secret', () => {
  it('accepts the token that it issued', async () => {
    const { token, expiresAt } = await issueToken({ secret }, own);
    expect(await authenticate(`Bearer ${token}`)).toEqual(own);
    expect(await authenticate(`bearer ${token}`)).toEqual(own);
    expect(Math.round((expiresAt.getTime() - Date.now()) / 3_600_000)).toBe(8);
  });

  it('leaves a request without a header anonymous', async () => {
    expect(await authenticate(undefined)).toBeUndefined();
  });

  it('brings ids into lower case, so that they compare equal', async () => {
    const token = await sign({ ...claims, sub: claims.sub.toUpperCase(), exp: soon() });
    expect(await authenticate(`Bearer ${token}`)).toEqual(own);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Bearer a.b', 'Bearer a.b.c.d', 'Basic dTpw', 'Bearer a.b.c', 'Bearer  x y.z.q'])(
    'refuses the header %j',
    async (header) => {
      await expect(authenticate(header)).rejects.toThrow(InvalidToken);
    },
  );

  it.each([
    ['garbage', 'The bearer token is not valid: it is malformed: a token has three parts, with dots between them.'],
    ['', 'The bearer token is not valid: the Authorization header must read "Bearer <token>".'],
  ])('says what is wrong with the token %j', async (token, message) => {
    await expect(authenticate(`Bearer ${token}`)).rejects.toThrow(message);
  });

  it.each<[string, JWTPayload]>([
    ['no expiry', claims],
    ['an expiry in the past', { ...claims, exp: 1 }],
    ['a start in the future', { ...claims, exp: soon() + 60, nbf: soon() }],
    ['no subject', { ...claims, sub: undefined, exp: 9e9 }],
    ['a subject that is no UUID', { ...claims, sub: 'someone', exp: 9e9 }],
    ['no organization', { ...claims, org: undefined, exp: 9e9 }],
    ['an organization that is a list', { ...claims, org: [claims.org], exp: 9e9 }],
    ['a credential that is a list', { ...claims, cred: [claims.cred], exp: 9e9 }],
    ['a role in place of a credential', { sub: claims.sub, org: claims.org, role: 'ADMIN', exp: 9e9 }],
  ])('refuses a token with %s', async (_what, payload) => {
    await expect(authenticate(`Bearer ${await sign(payload)}`)).rejects.toThrow(InvalidToken);
  });

  it('refuses another secret, another algorithm, and none', async () => {
    const good = { ...claims, exp: soon() };
    await expect(authenticate(`Bearer ${await sign(good, `${secret}!`)}`)).rejects.toThrow(
      /its signature does not match/,
    );
    await expect(authenticate(`Bearer ${await sign(good, secret.repeat(2), 'HS512')}`)).rejects.toThrow(/algorithm/);
    await expect(authenticate(`Bearer ${new UnsecuredJWT(good).encode()}`)).rejects.toThrow(InvalidToken);
    await expect(authenticate(`Bearer ${new UnsecuredJWT(good).encode()}x`)).rejects.toThrow(InvalidToken);
  });

  it('never repeats the token', async () => {
    const token = await sign({ ...claims, exp: 1 });
    const error: unknown = await authenticate(`Bearer ${token}`).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain(token.split('.')[1]);
  });

  it('checks issuer and audience when they are configured', async () => {
    const configured = { secret, issuer: 'https://issuer.example', audience: 'palimpsest' };
    const strict = createAuthenticator(configured);
    const { token } = await issueToken(configured, own, 60);
    expect(await strict(`Bearer ${token}`)).toEqual(own);
    const { token: unnamed } = await issueToken({ secret }, own);
    await expect(strict(`Bearer ${unnamed}`)).rejects.toThrow(InvalidToken);
    const { token: foreign } = await issueToken({ ...configured, audience: 'another' }, own);
    await expect(strict(`Bearer ${foreign}`)).rejects.toThrow(InvalidToken);
  });
});

describe('a published key set', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let provider: Server;
  let jwksUrl: string;
  const theirs = { userId: own.userId, organizationId: own.organizationId, role: Role.EDITOR };
  const claims = { sub: theirs.userId, org: theirs.organizationId, role: 'EDITOR' };

  beforeAll(async () => {
    keys = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one' };
    provider = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
    await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening));
    jwksUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`;
  });

  afterAll(() => provider.close());

  it('accepts what the provider signed', async () => {
    const token = await new SignJWT({ ...claims, exp: soon() })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(keys.privateKey);
    expect(await createAuthenticator({ jwksUrl })(`Bearer ${token}`)).toEqual(theirs);
  });

  it('refuses a token that was signed with the public key as a shared secret', async () => {
    const publicKey = JSON.stringify(await exportJWK(keys.publicKey));
    const token = await new SignJWT({ ...claims, exp: soon() })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(new TextEncoder().encode(publicKey));
    await expect(createAuthenticator({ jwksUrl })(`Bearer ${token}`)).rejects.toThrow(InvalidToken);
  });

  it('refuses a key that was not published', async () => {
    const other = await generateKeyPair('RS256');
    const signed = new SignJWT({ ...claims, exp: soon() });
    const token = await signed.setProtectedHeader({ alg: 'RS256', kid: 'two' }).sign(other.privateKey);
    await expect(createAuthenticator({ jwksUrl })(`Bearer ${token}`)).rejects.toThrow(/no published key/);
  });

  it.each([
    ['an unknown role', 'OWNER'],
    ['a role of Object', 'constructor'],
    ['no role', undefined],
  ])('refuses a token with %s', async (_what, role) => {
    const signed = new SignJWT({ ...claims, role, exp: soon() }).setProtectedHeader({ alg: 'RS256', kid: 'one' });
    const token = await signed.sign(keys.privateKey);
    await expect(createAuthenticator({ jwksUrl })(`Bearer ${token}`)).rejects.toThrow(InvalidToken);
  });

  it('no longer accepts a token it has verified once its key is withdrawn or another one', async () => {
    const [first, second] = [keys, await generateKeyPair('RS256')];
    let published: unknown[] = [];
    const publish = async (key: CryptoKey) => (published = [{ ...(await exportJWK(key)), kid: 'one' }]);
    const rotating = createServer((_request, response) => response.end(JSON.stringify({ keys: published })));
    await new Promise<void>((listening) => rotating.listen(0, '127.0.0.1', listening));
    try {
      const url = `http://127.0.0.1:${(rotating.address() as AddressInfo).port}/jwks`;
      const authenticate = createAuthenticator({ jwksUrl: url });
      const token = await new SignJWT({ ...claims, exp: soon() + 3600 })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .sign(first.privateKey);
      const verifications = vi.spyOn(crypto.subtle, 'verify');
      await publish(first.publicKey);
      for (let n = 0; n < 3; n++) expect(await authenticate(`Bearer ${token}`)).toEqual(theirs);
      expect(verifications).toHaveBeenCalledTimes(1);
      await publish(second.publicKey);
      expect(await authenticate(`Bearer ${token}`)).toEqual(theirs);
      // The key set is fetched anew when it is ten minutes old.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 });
      await expect(authenticate(`Bearer ${token}`)).rejects.toThrow(/its signature does not match/);
      published = [];
      vi.setSystemTime(Date.now() + 601_000);
      await expect(authenticate(`Bearer ${token}`)).rejects.toThrow(/no published key/);
    } finally {
      vi.useRealTimers();
      vi.restoreAllMocks();
      rotating.close();
    }
  });

  it('does not call a token invalid when the provider is away', async () => {
    const token = await new SignJWT({ ...claims, exp: soon() })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(keys.privateKey);
    const away = createAuthenticator({ jwksUrl: 'http://127.0.0.1:1/jwks' });
    await expect(away(`Bearer ${token}`)).rejects.toThrow(KeysUnavailable);
  });
});

describe('a token that was verified before', () => {
  const verified = new VerifiedTokens(2);
  const remembering = createAuthenticator({ secret }, verified);
  let verifications: MockInstance;

  beforeEach(() => void (verifications = vi.spyOn(crypto.subtle, 'verify')));

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is not verified again', async () => {
    const token = await sign({ ...claims, exp: soon() });
    for (let n = 0; n < 3; n++) expect(await remembering(`Bearer ${token}`)).toEqual(own);
    expect(verifications).toHaveBeenCalledTimes(1);
  });

  it('is refused from the second on in which it expires, in the words for that', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    const token = await sign({ ...claims, exp: 1005 });
    expect(await remembering(`Bearer ${token}`)).toEqual(own);
    vi.setSystemTime(1_004_999);
    expect(await remembering(`Bearer ${token}`)).toEqual(own);
    vi.setSystemTime(1_005_000);
    await expect(remembering(`Bearer ${token}`)).rejects.toThrow(/it has expired/);
    expect(verified.get(token)).toBeUndefined();
  });

  it('counts nothing where the secret is another one', async () => {
    const token = await sign({ ...claims, exp: soon() });
    expect(await remembering(`Bearer ${token}`)).toEqual(own);
    const rotated = createAuthenticator({ secret: `${secret}!` }, verified);
    await expect(rotated(`Bearer ${token}`)).rejects.toThrow(/its signature does not match/);
  });

  it('vouches for no other: what differs in claims or signature is verified itself, and never kept', async () => {
    const kept = new VerifiedTokens(100);
    const strict = createAuthenticator({ secret }, kept);
    const [header, payload, signature] = (await sign({ ...claims, exp: soon() })).split('.');
    expect(await strict(`Bearer ${header}.${payload}.${signature}`)).toEqual(own);
    const [, others] = (await sign({ ...claims, org: own.userId, exp: soon() })).split('.');
    const wrong = [
      `${header}.${others}.${signature}`,
      `${header}.${payload}.${signature}A`,
      `${header}.${payload}.x`,
      await sign({ ...claims, sub: 'someone', exp: soon() }),
      await sign({ ...claims, exp: 1 }),
    ];
    for (const token of [...wrong, ...wrong]) {
      await expect(strict(`Bearer ${token}`)).rejects.toThrow(InvalidToken);
    }
    expect(kept.size).toBe(1);
  });

  it('is kept among so many at most, the last used ones', async () => {
    const [first, second, third] = await Promise.all([1, 2, 3].map((n) => sign({ ...claims, exp: soon() + n })));
    for (const token of [first, second, first, third]) await remembering(`Bearer ${token}`);
    expect(verified.size).toBe(2);
    expect(verifications).toHaveBeenCalledTimes(3);
    await remembering(`Bearer ${first}`);
    expect(verifications).toHaveBeenCalledTimes(3);
    await remembering(`Bearer ${second}`);
    expect(verifications).toHaveBeenCalledTimes(4);
  });
});

describe('issueToken', () => {
  it('says what is missing when there is only a key set', async () => {
    await expect(issueToken({ jwksUrl: 'https://issuer.example/jwks' }, own)).rejects.toThrow(/AUTH_JWT_SECRET/);
  });
});

it('does not start without a way to check tokens', () => {
  expect(() => createAuthenticator({})).toThrow(/set AUTH_JWT_SECRET or AUTH_JWKS_URL/);
});
