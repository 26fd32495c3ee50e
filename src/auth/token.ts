import { SignJWT } from 'jose';
import type { AuthConfig } from '../config.js';
import type { OwnClaims } from './claims.js';

/** A bearer token and the moment from which it is refused. */
export interface IssuedToken {
  token: string;
  expiresAt: Date;
}

/** Issues a token for somebody whose password was right. */
export type IssueToken = (claims: OwnClaims) => Promise<IssuedToken>;

const eightHours = 8 * 60 * 60;

/**
 * Issues a bearer token that {@link createAuthenticator} with the same settings accepts.
 *
 * @param auth needs the shared secret
 * @param claims whom the token speaks for, and under which password
 * @param ttlSeconds how long it is valid, 8 hours unless told
 * @throws Error when only a key set is configured: its private key is with the provider
 */
export async function issueToken(auth: AuthConfig, claims: OwnClaims, ttlSeconds = eightHours): Promise<IssuedToken> {
  if (!auth.secret) throw new Error('Tokens can only be issued with AUTH_JWT_SECRET; get one from your provider.');
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + ttlSeconds;
  const jwt = new SignJWT({ org: claims.organizationId, cred: claims.credential })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(claims.userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt);
  if (auth.issuer) jwt.setIssuer(auth.issuer);
  if (auth.audience) jwt.setAudience(auth.audience);
  return {
    token: await jwt.sign(new TextEncoder().encode(auth.secret)),
    expiresAt: new Date(expiresAt * 1000),
  };
}
