import type { Link, Watch } from '../round-trips/wire-proxy.js';

/** Measures for how long a client waits for PostgreSQL, at the wire, and how often. */
export class WaitTimer {
  readonly #since = new Map<Link, number>();
  #waited = 0;
  #trips = 0;

  readonly onMessage: Watch = (_message, link) => {
    if (!this.#since.has(link)) this.#since.set(link, performance.now());
  };

  readonly onReady = (link: Link): void => {
    const since = this.#since.get(link);
    if (since === undefined) return;
    this.#since.delete(link);
    this.#waited += performance.now() - since;
    this.#trips += 1;
  };

  /** What `work` has waited for, in milliseconds, and in how many trips. Nothing else may use the connections meanwhile. */
  async during(work: () => Promise<unknown>): Promise<{ waited: number; trips: number }> {
    this.#waited = 0;
    this.#trips = 0;
    await work();
    return { waited: this.#waited, trips: this.#trips };
  }
}
