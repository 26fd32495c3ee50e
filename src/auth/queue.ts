/** More is waiting already than will be done in good time. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

/** Does so much at once and lets the rest wait in turn. */
export class Queue {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /**
   * @param atOnce how many may be done at the same time
   * @param longest how many may wait
   */
  constructor(
    private readonly atOnce: number,
    private readonly longest = Infinity,
  ) {}

  /** @throws QueueFull where as many are waiting as may; what `work` throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.turn();
    try {
      return await work();
    } finally {
      // Whoever is next takes the place over, so that nobody who comes meanwhile can take it first.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  private turn(): Promise<void> | undefined {
    if (this.#running < this.atOnce) {
      this.#running++;
      return undefined;
    }
    if (this.#waiting.length >= this.longest) throw new QueueFull('Too many are waiting; try again.');
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
