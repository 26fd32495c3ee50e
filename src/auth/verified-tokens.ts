import { hash } from 'node:crypto';
import type { CompactJWSHeaderParameters } from 'jose';
import type { Claims } from './claims.js';

/** What was found of a token whose signature and claims have been checked. */
export interface VerifiedToken {
  readonly claims: Claims;
  /** Seconds since 1970; from then on the token is refused. */
  readonly expiresAt: number;
  readonly header: CompactJWSHeaderParameters;
  /** What its signature was verified with: it counts for as long as this is the key that its header asks for. */
  readonly key: object;
}

/**
 * Tokens that have been checked, so that a signature is verified once and not with each request. A token is remembered
 * by its digest; what is longest unused goes first. Only good tokens are kept: whoever sends others fills nothing.
 */
export class VerifiedTokens {
  readonly #tokens = new Map<string, VerifiedToken>();

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  get size(): number {
    return this.#tokens.size;
  }

  /** What is known of a token; undefined where it has to be checked, as one that has expired, to say so. */
  get(token: string): VerifiedToken | undefined {
    const digest = digestOf(token);
    const verified = this.#tokens.get(digest);
    if (!verified) return undefined;
    this.#tokens.delete(digest);
    // The same second in which the check of a token begins to refuse it.
    if (Math.floor(Date.now() / 1000) >= verified.expiresAt) return undefined;
    this.#tokens.set(digest, verified);
    return verified;
  }

  add(token: string, verified: VerifiedToken): void {
    this.#tokens.set(digestOf(token), verified);
    if (this.#tokens.size <= this.most) return;
    const [longestUnused] = this.#tokens.keys();
    this.#tokens.delete(longestUnused!);
  }
}

/** Of the whole token, signature included: what differs in one character is another token. */
function digestOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
