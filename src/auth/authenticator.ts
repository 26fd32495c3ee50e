import { errors, jwtVerify } from 'jose';
import type { AuthConfig } from '../config.js';
import { type Claims, ownClaims, providerClaims } from './claims.js';
import { InvalidToken } from './invalid-token.js';
import { KeysUnavailable } from './keys-unavailable.js';
import { verificationKey } from './verification-key.js';

/**
 * Turns an Authorization header into what its token says; undefined for a request that has none.
 *
 * @throws InvalidToken for a header that is there but does not hold a valid token
 * @throws KeysUnavailable when the key set cannot be fetched
 */
export type Authenticate = (authorization: string | undefined) => Promise<Claims | undefined>;

const bearer = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

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
 * audience where they are configured.
 *
 * @param auth a shared secret (HS256) or the URL of a key set
 * @throws Error when there is neither
 */
export function createAuthenticator(auth: AuthConfig): Authenticate {
  const key = verificationKey(auth);
  const claimsOf = auth.secret ? ownClaims : providerClaims;
  const options = {
    algorithms: key.algorithms,
    requiredClaims: ['exp'],
    ...(auth.issuer && { issuer: auth.issuer }),
    ...(auth.audience && { audience: auth.audience }),
  };
  return async (authorization) => {
    if (authorization === undefined) return undefined;
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) throw new InvalidToken('the Authorization header must read "Bearer <token>"');
    const { payload } = await jwtVerify(token, key.find, options).catch((error: unknown) => {
      throw refusal(error);
    });
    return claimsOf(payload);
  };
}

function refusal(error: unknown): Error {
  const reason = error instanceof errors.JOSEError ? reasons.get(error.code) : undefined;
  return reason ? new InvalidToken(reason, { cause: error }) : new KeysUnavailable({ cause: error });
}
