import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { DomainError } from '../../versioning/index.js';

/** Attempts in a window of 15 minutes. Many people can share an address, only one an account. */
export const signInLimits = { account: 10, address: 100, windowSeconds: 15 * 60 };

interface Tries {
  count: number;
  remaining_seconds: number;
}

const window = sql`make_interval(secs => ${sql.lit(signInLimits.windowSeconds)})`;

/** Counts attempts to sign in to an account, and from an address, over all instances of the server. */
export class SignInLimit {
  readonly #account: string;
  readonly #address: string;

  constructor(
    private readonly em: SqlEntityManager,
    of: { organization: string; email: string; address: string },
  ) {
    this.#account = hashOf('account', of.organization.toLowerCase(), of.email.toLowerCase());
    this.#address = hashOf('address', of.address);
  }

  /**
   * Counts one attempt, before anything is looked at, so that attempts at the same time cannot slip through.
   *
   * @throws DomainError RATE_LIMITED, with the seconds until the next attempt is looked at
   */
  async count(): Promise<void> {
    const tries = await this.em.fork().transactional(async (em) => {
      // Always in this order, so that two attempts cannot wait for each other.
      const address = await countOne(em as SqlEntityManager, this.#address);
      // An address past its limit makes no rows for names it invents, and uses up nobody's attempts.
      if (address.count > signInLimits.address) return { address };
      return { address, account: await countOne(em as SqlEntityManager, this.#account) };
    });
    refuse(tries.address, signInLimits.address);
    if (tries.account) refuse(tries.account, signInLimits.account);
  }

  /** Forgives the attempts on the account: its owner is there. */
  async forgive(): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      await sql`update sign_in_attempt set count = 0 where key = ${this.#account}`.execute(kyselyOf(em));
    });
  }

  /** Writes what is there already: work of the weight of an audit entry, where there is no log to write one to. */
  async rewrite(): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      await sql`update sign_in_attempt set count = count where key = ${this.#account}`.execute(kyselyOf(em));
    });
  }
}

/**
 * Counts in the row of the key, else in a row whose window is over, else in a new one: nothing is ever deleted, and the
 * table grows no larger than what one window has seen.
 */
async function countOne(em: SqlEntityManager, key: string): Promise<Tries> {
  const kysely = kyselyOf(em);
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(kysely);
  const { rows } = await sql<Tries>`
    with now as (
      select clock_timestamp() as instant
    ), known as (
      update sign_in_attempt set
        count = case when window_start > instant - ${window} then count + 1 else 1 end,
        window_start = case when window_start > instant - ${window} then window_start else instant end
      from now where key = ${key}
      returning count, window_start
    ), reused as (
      update sign_in_attempt set key = ${key}, count = 1, window_start = instant
      from now where not exists (select from known) and key = (
        select key from sign_in_attempt, now where window_start <= instant - ${window}
        order by window_start limit 1 for update of sign_in_attempt skip locked)
      returning count, window_start
    ), added as (
      insert into sign_in_attempt (key, count, window_start)
      select ${key}, 1, instant from now where not exists (select from known union all select from reused)
      returning count, window_start
    )
    select count, ceil(extract(epoch from window_start + ${window} - instant))::integer as remaining_seconds
    from (select * from known union all select * from reused union all select * from added) tries, now`.execute(kysely);
  return rows[0]!;
}

function refuse({ count, remaining_seconds }: Tries, limit: number): void {
  if (count <= limit) return;
  throw new DomainError('RATE_LIMITED', 'Too many attempts to sign in; wait and try again.', {
    retryAfterSeconds: remaining_seconds,
  });
}

function hashOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

function kyselyOf(em: unknown) {
  return (em as SqlEntityManager).getKysely();
}
