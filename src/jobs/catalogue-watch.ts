import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { catalogueProblems } from '../database/catalogue/catalogue-check.js';
import { listMigrations } from '../database/upgrade/migration-list.js';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** What the last check of the catalogue has found. */
export interface CatalogueState {
  /** In RFC 3339; null before the first check. */
  readonly checkedAt: string | null;
  /** One phrase each, naming the table and what is wrong with it. */
  readonly problems: readonly string[];
}

/**
 * Checks every hour whether the database still protects what is stored: triggers, policies and rights can be taken away
 * under a server that runs. Every instance does so for itself, with the rights that it has itself.
 */
export class CatalogueWatch {
  readonly #orm: MikroORM;
  readonly #logger: Logger;
  #state: CatalogueState = { checkedAt: null, problems: [] };
  #migrations: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> = Promise.resolve();

  constructor(orm: MikroORM, logger: Logger) {
    this.#orm = orm;
    this.#logger = logger;
  }

  get state(): CatalogueState {
    return this.#state;
  }

  /** Checks now. What was found before stays where the database cannot be asked. */
  async check(): Promise<void> {
    if (await this.#isUpgraded()) {
      this.#logger.warn('The database has been upgraded; the version that did so checks it, this one no longer does.');
      return;
    }
    const problems = await catalogueProblems(this.#orm);
    if (problems.length > 0) {
      this.#logger.error({ problems }, 'The database is not protected as it must be.');
    } else if (this.#state.problems.length > 0) {
      this.#logger.info('The database is protected again.');
    }
    this.#state = { checkedAt: new Date().toISOString(), problems };
  }

  /** Checks every hour from now on, and every minute while something is wrong. */
  start(): void {
    const soon = this.#state.problems.length > 0 || this.#state.checkedAt === null;
    this.#plan(soon ? minuteMs : hourMs);
  }

  /** Waits for a check that is under way. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#underWay;
    clearTimeout(this.#timer);
  }

  #plan(delayMs: number): void {
    this.#timer = setTimeout(() => (this.#underWay = this.#checkAndPlan()), delayMs).unref();
  }

  async #checkAndPlan(): Promise<void> {
    try {
      await this.check();
      this.#plan(this.#state.problems.length > 0 ? minuteMs : hourMs);
    } catch (error) {
      this.#logger.warn({ err: error }, 'The catalogue could not be checked.');
      this.#plan(minuteMs);
    }
  }

  /** An old version would take the tables and rights of a newer one for an attack, and no instance would be ready. */
  async #isUpgraded(): Promise<boolean> {
    const { applied } = await listMigrations(this.#orm);
    this.#migrations ??= applied.length;
    return applied.length > this.#migrations;
  }
}
