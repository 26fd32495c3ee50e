import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { DomainError, inTransaction, query } from '../../versioning/index.js';
import { Allowance, type Rate } from './allowance.js';

/**
 * How often somebody may try. Many people can share an address. On an account ten at once, and then one in 90 seconds,
 * from one address; from all the addresses together that have not signed in to it lately, few enough for nobody to
 * guess a password, and enough for its owner to come by.
 */
export const signInLimits = {
  address: { atOnce: 100, everySeconds: 9 },
  accountFromAddress: { atOnce: 10, everySeconds: 90 },
  accountFromStrangers: { atOnce: 50, everySeconds: 300 },
} as const satisfies Record<string, Rate>;

/** For how long an address is no stranger to an account after somebody has signed in from it. */
const acquaintanceSeconds = 30 * 24 * 60 * 60;

/**
 * Limits attempts to sign in, over all instances of the server. Nobody can lock an account of others: what is counted
 * for an account is counted by address, and what comes from elsewhere does not touch the addresses its owner signs in
 * from.
 */
export class SignInLimit {
  readonly #address: Allowance;
  readonly #accountFromAddress: Allowance;
  readonly #accountFromStrangers: Allowance;
  readonly #acquaintance: string;

  /** @param of `email` in the form in which accounts are found, or each spelling would have attempts of its own */
  constructor(
    private readonly em: SqlEntityManager,
    { organization, email, address }: { organization: string; email: string; address: string },
  ) {
    const { address: perAddress, accountFromAddress, accountFromStrangers } = signInLimits;
    this.#address = new Allowance(hashOf('address', address), perAddress);
    this.#accountFromAddress = new Allowance(hashOf('account', organization, email, address), accountFromAddress);
    this.#accountFromStrangers = new Allowance(hashOf('account', organization, email), accountFromStrangers);
    this.#acquaintance = hashOf('acquaintance', organization, email, address);
  }

  /**
   * Counts one attempt, before anything is looked at, so that attempts at the same time cannot slip through.
   *
   * @throws DomainError RATE_LIMITED, with the seconds until the next attempt is looked at
   */
  async count(): Promise<void> {
    const seconds = await this.transactional(async (em) => {
      // Always in this order, so that two attempts cannot wait for each other. What is refused uses up nothing further:
      // an address past its limit makes no rows for names it invents, and one alone cannot use up what all have
      // together.
      const wait = (await this.#address.take(em)) || (await this.#accountFromAddress.take(em));
      if (wait > 0 || (await this.isAcquainted(em))) return wait;
      return this.#accountFromStrangers.take(em);
    });
    if (seconds === 0) return;
    throw new DomainError('RATE_LIMITED', 'Too many attempts to sign in; wait and try again.', {
      retryAfterSeconds: seconds,
    });
  }

  /** Takes back what was counted: the account's owner is there. Her address is acquainted from now on. */
  async forgive(): Promise<void> {
    await this.transactional(async (em) => {
      await this.#address.giveBack(em);
      await this.#accountFromAddress.clear(em);
      if (!(await this.isAcquainted(em))) await this.#accountFromStrangers.giveBack(em);
      await query(em)`
        insert into sign_in_attempt (key, until)
        values (${this.#acquaintance}, clock_timestamp() + make_interval(secs => ${acquaintanceSeconds}))
        on conflict (key) do update set until = excluded.until`;
    });
  }

  /** Writes what is there already: work of the weight of an audit entry, where there is no log to write one to. */
  async rewrite(): Promise<void> {
    await this.transactional((em) => this.#accountFromAddress.touch(em));
  }

  private async isAcquainted(em: SqlEntityManager): Promise<boolean> {
    const rows = await query(em)`
      select from sign_in_attempt where key = ${this.#acquaintance} and until > clock_timestamp()`;
    return rows.length > 0;
  }

  private transactional<T>(work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    return inTransaction(this.em.fork(), work);
  }
}

function hashOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
