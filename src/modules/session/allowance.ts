import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { query } from '../../versioning/index.js';

/** How often something may happen: so often at once, and once more for each of these spans that pass. */
export interface Rate {
  readonly atOnce: number;
  readonly everySeconds: number;
}

/**
 * What is left of a rate for one key, as the generic cell rate algorithm keeps it: in one instant, at which all of it
 * is there again. It never stops somebody for a fixed time, and what is refused costs nothing, so that nobody can keep
 * others out for longer by asking more.
 */
export class Allowance {
  readonly #every: RawBuilder<unknown>;
  readonly #whole: RawBuilder<unknown>;

  constructor(
    private readonly key: string,
    { atOnce, everySeconds }: Rate,
  ) {
    this.#every = sql`make_interval(secs => ${sql.lit(everySeconds)})`;
    this.#whole = sql`make_interval(secs => ${sql.lit(atOnce * everySeconds)})`;
  }

  /**
   * Takes one: in the row of the key, else in a row that says nothing any more, else in a new one. Nothing is ever
   * deleted, and the table grows no larger than what was in use at one time.
   *
   * @returns 0, or the seconds until there is one to take
   */
  async take(em: SqlEntityManager): Promise<number> {
    await query(em)`select pg_advisory_xact_lock(hashtextextended(${this.key}, 0))`;
    const rows = await query<{ seconds: number }>(em)`
      with present as (
        select until from sign_in_attempt where key = ${this.key}
      ), believed as (
        -- What was taken here is back after the whole span at the latest. Another's word for more is worth one wait.
        select instant, case when until > instant + ${this.#whole} then instant + ${this.#whole} - ${this.#every}
          else greatest(coalesce(until, instant), instant) end as until
        from clock_timestamp() as instant left join present on true
      ), wanted as (
        select instant, until + ${this.#every} as until from believed
      ), taken as (
        select until from wanted where until <= instant + ${this.#whole}
      ), known as (
        update sign_in_attempt a set until = taken.until from taken where a.key = ${this.key} returning a.key
      ), reused as (
        update sign_in_attempt a set key = ${this.key}, until = taken.until
        from taken where not exists (select from present) and a.key = (
          select key from sign_in_attempt, wanted where sign_in_attempt.until <= instant
          order by sign_in_attempt.until limit 1 for update of sign_in_attempt skip locked)
        returning a.key
      ), added as (
        insert into sign_in_attempt (key, until)
        select ${this.key}, until from taken where not exists (select from known union all select from reused)
      )
      select greatest(0, ceil(extract(epoch from until - instant - ${this.#whole})))::integer as seconds
      from wanted`;
    return rows[0]!.seconds;
  }

  /** Gives one back that was taken. */
  async giveBack(em: SqlEntityManager): Promise<void> {
    await this.set(em, sql`until - ${this.#every}`);
  }

  /** Gives all back. */
  async clear(em: SqlEntityManager): Promise<void> {
    await this.set(em, sql`least(until, clock_timestamp())`);
  }

  /** Writes what is there. */
  async touch(em: SqlEntityManager): Promise<void> {
    await this.set(em, sql`until`);
  }

  private async set(em: SqlEntityManager, until: RawBuilder<unknown>): Promise<void> {
    await query(em)`update sign_in_attempt set until = ${until} where key = ${this.key}`;
  }
}
