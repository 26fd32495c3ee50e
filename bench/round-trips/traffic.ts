import { type FrontendMessage, sqlOf } from './frontend-messages.js';
import type { Link, Watch } from './wire-proxy.js';

/** What went over the wire while somebody was counting. */
export interface Traffic {
  /** How often a client sent something and had to wait until PostgreSQL was ready again. */
  readonly roundTrips: number;
  /** In the order in which they were sent. */
  readonly statements: readonly string[];
}

/** Counts round trips: several messages that are sent before PostgreSQL has answered the first are one. */
export class TrafficCounter {
  readonly #waiting = new Set<Link>();
  #roundTrips = 0;
  #statements: string[] = [];

  readonly onMessage: Watch = (message: FrontendMessage, link: Link) => {
    const sql = sqlOf(message);
    if (sql !== undefined) this.#statements.push(sql);
    if (message.type === undefined || this.#waiting.has(link)) return;
    this.#waiting.add(link);
    this.#roundTrips += 1;
  };

  readonly onReady = (link: Link): void => void this.#waiting.delete(link);

  /** What `work` caused. Nothing else may use the connections meanwhile. */
  async during(work: () => Promise<unknown>): Promise<Traffic> {
    this.#roundTrips = 0;
    this.#statements = [];
    await work();
    return { roundTrips: this.#roundTrips, statements: this.#statements };
  }
}
