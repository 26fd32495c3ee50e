import { type CompactJWSHeaderParameters, createRemoteJWKSet, type CryptoKey } from 'jose';
import type { AuthConfig } from '../config.js';

/** Where the key of a token comes from, and the only algorithms that may be used with it. */
export interface VerificationKey {
  readonly algorithms: string[];
  /** The same object for as long as it is the same key. */
  readonly find: (header: CompactJWSHeaderParameters) => Uint8Array | Promise<CryptoKey>;
}

/** Signatures with a key pair. HS256 is not among them: a published key must never pass for a shared secret. */
const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/**
 * @param auth with a shared secret or with the URL of a key set
 * @throws Error when it has neither
 */
export function verificationKey(auth: AuthConfig): VerificationKey {
  if (auth.secret) {
    const secret = new TextEncoder().encode(auth.secret);
    return { algorithms: ['HS256'], find: () => secret };
  }
  if (auth.jwksUrl) return { algorithms: asymmetric, find: createRemoteJWKSet(new URL(auth.jwksUrl)) };
  throw new Error('Bearer tokens cannot be checked: set AUTH_JWT_SECRET or AUTH_JWKS_URL.');
}
