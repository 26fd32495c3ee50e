import { type CryptoKey, errors, type JWTPayload, jwtVerify } from 'jose';
import type { AuthConfig } from '../config.js';
import { type Claims, ownClaims, providerClaims } from './claims.js';
import { InvalidToken, KeysUnavailable } from './auth-error.js';
import { verificationKey } from './verification-key.js';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.js';

/**
 * Turns an Authorization header into what its token says; undefined for a request that has none.
 *
 * @throws InvalidToken for a header that is there but does not hold a valid token
 * @throws KeysUnavailable when the key set cannot be fetched
 */
export type Authenticate = (authorization: string | undefined) => Promise<Claims | undefined>;

/** About 3 MB, and more people than one instance has at work. */
const mostVerified = 10_000;

const bearer = /^Bearer +(\S+)$/i;
const signedToken = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** What a token is refused for, in words of ours: those of the library may repeat parts of the token. */
const reasons = new Map([
  ['ERR_JWT_EXPIRED', 'it has expired'],
  ['ERR_JWT_CLAIM_VALIDATION_FAILED', 'a claim is missing or not the expected one'],
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'its signature does not match'],
  ['ERR_JOSE_ALG_NOT_ALLOWED', 'its algorithm is not accepted'],
  ['ERR_JOSE_NOT_SUPPORTED', 'it asks for something that is not supported'],
  ['ERR_JWKS_NO_MATCHING_KEY', 'no published key matches it'],
  ['ERR_JWKS_MULTIPLE_MATCHING_KEYS', 'it does not say which published key it was signed with'],
  ['ERR_JWT_INVALID', 'it is malformed'],
  ['ERR_JWS_INVALID', 'it is malformed'],
]);

/**
 * Makes the function that checks bearer tokens: signature with a fixed list of algorithms, expiry, and issuer and
 * audience where they are configured. A signature is verified once; the token then counts until it expires, or until
 * its key is no longer the published one.
 *
 * @param auth a shared secret (HS256) or the URL of a key set
 * @throws Error when there is neither
 */
export function createAuthenticator(auth: AuthConfig, verified = new VerifiedTokens(mostVerified)): Authenticate {
  const key = verificationKey(auth);
  const claimsOf = auth.secret ? ownClaims : providerClaims;
  const options = {
    algorithms: key.algorithms,
    requiredClaims: ['exp'],
    ...(auth.issuer && { issuer: auth.issuer }),
    ...(auth.audience && { audience: auth.audience }),
  };

  const verify = async (token: string): Promise<Claims> => {
    const {
      payload,
      protectedHeader: header,
      key: signedWith,
    } = await jwtVerify<JWTPayload, CryptoKey | Uint8Array>(token, key.find, options);
    const claims = claimsOf(payload);
    verified.add(token, { claims, expiresAt: payload.exp!, header, key: signedWith });
    return claims;
  };
  const isKeyOf = async ({ header, key: signedWith }: VerifiedToken) => (await key.find(header)) === signedWith;

  return async (authorization) => {
    if (authorization === undefined) return undefined;
    const token = tokenOf(authorization);
    try {
      const known = verified.get(token);
      return known && (await isKeyOf(known)) ? known.claims : await verify(token);
    } catch (error) {
      throw refusal(error);
    }
  };
}

function tokenOf(authorization: string): string {
  const token = bearer.exec(authorization)?.[1];
  if (token === undefined) throw new InvalidToken('the Authorization header must read "Bearer <token>"');
  if (!signedToken.test(token))
    throw new InvalidToken('it is malformed: a token has three parts, with dots between them');
  return token;
}

function refusal(error: unknown): Error {
  if (error instanceof InvalidToken) return error;
  const reason = error instanceof errors.JOSEError ? reasons.get(error.code) : undefined;
  return reason ? new InvalidToken(reason, { cause: error }) : new KeysUnavailable({ cause: error });
}
