import { type FrontendMessage, sqlOf } from './frontend-messages.js';
import type { Link, Watch } from './wire-proxy.js';

/** What went over the wire while somebody was counting. */
export interface Traffic {
  /** How often a client sent something and had to wait until PostgreSQL was ready again. */
  readonly roundTrips: number;
  /** In the order in which they were sent; one that a connection has prepared before is not sent again. */
  readonly statements: readonly string[];
  /** How often PostgreSQL was told to run something, prepared or not. */
  readonly executions: number;
  /** How often PostgreSQL was asked for the columns of something. */
  readonly descriptions: number;
}

/** Counts round trips: several messages that are sent before PostgreSQL has answered the first are one. */
export class TrafficCounter {
  readonly #waiting = new Set<Link>();
  #roundTrips = 0;
  #statements: string[] = [];
  #executions = 0;
  #descriptions = 0;

  readonly onMessage: Watch = (message: FrontendMessage, link: Link) => {
    const sql = sqlOf(message);
    if (sql !== undefined) this.#statements.push(sql);
    if (message.type === 'Q' || message.type === 'E') this.#executions += 1;
    if (message.type === 'D') this.#descriptions += 1;
    if (message.type === undefined || this.#waiting.has(link)) return;
    this.#waiting.add(link);
    this.#roundTrips += 1;
  };

  readonly onReady = (link: Link): void => void this.#waiting.delete(link);

  /** What `work` caused. Nothing else may use the connections meanwhile. */
  async during(work: () => Promise<unknown>): Promise<Traffic> {
    this.#roundTrips = 0;
    this.#statements = [];
    this.#executions = 0;
    this.#descriptions = 0;
    await work();
    return {
      roundTrips: this.#roundTrips,
      statements: this.#statements,
      executions: this.#executions,
      descriptions: this.#descriptions,
    };
  }
}
