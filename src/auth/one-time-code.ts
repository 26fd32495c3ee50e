import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** In milliseconds: long enough for whoever started the server to come back to its terminal. */
const lifetime = 60 * 60 * 1000;

/**
 * A code that signs somebody in once, within the hour. It is kept as a digest, in this process alone; what is offered
 * in its place is compared in a time that tells nothing.
 */
export class OneTimeCode {
  readonly #digest: Buffer;
  readonly #expiresAt: number;
  #isRedeemed = false;

  private constructor(
    code: string,
    private readonly now: () => number,
  ) {
    this.#digest = digestOf(code);
    this.#expiresAt = now() + lifetime;
  }

  /** Makes a code, to be handed to one person and kept nowhere, and what redeems it. @param now in milliseconds */
  static issue(now: () => number = Date.now): { readonly code: string; readonly redeemable: OneTimeCode } {
    const code = randomBytes(32).toString('base64url');
    return { code, redeemable: new OneTimeCode(code, now) };
  }

  /**
   * Makes what the code is good for, where this is the code, in time and for the first time; afterwards it is good for nothing.
   * Where nothing could be made, it is as good as before.
   *
   * @returns what was made; undefined where the code is good for nothing, or nothing could be made
   * @throws what making throws
   */
  async redeem<T>(offered: string, make: () => Promise<T | undefined>): Promise<T | undefined> {
    const isSame = timingSafeEqual(digestOf(offered), this.#digest);
    if (!isSame || this.#isRedeemed || this.now() >= this.#expiresAt) return undefined;
    // While it is made, nobody redeems the code a second time.
    this.#isRedeemed = true;
    let made: T | undefined;
    try {
      made = await make();
      return made;
    } finally {
      this.#isRedeemed = made !== undefined;
    }
  }
}

function digestOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
