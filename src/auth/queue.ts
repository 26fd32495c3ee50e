/** More is waiting already than will be done in good time. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';

  /** @param isOnesOwn whether it is one's own work that is too much, not that of all together */
  constructor(readonly isOnesOwn: boolean) {
    super(isOnesOwn ? 'Too much of yours is under way; try again.' : 'Too many are waiting; try again.');
  }
}

/** For whom something is done, and how long it is wanted. */
export interface Turn {
  /** Who shares with the others: a name, an address. */
  readonly of: string;
  /** Ends the waiting, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  readonly of: string;
  readonly enter: () => void;
  readonly leave: (reason: unknown) => void;
}

/** How much is done and waits; half of both is the most of one. */
export interface QueueOptions {
  /** How many may be done at the same time. */
  readonly atOnce: number;
  /** How many may wait; as many as want to unless told otherwise. */
  readonly longest?: number;
}

/**
 * Does so much at once and lets the rest wait, in turn, but first who wants the least; a full queue takes who wants
 * little in the place of who wants the most. So nobody keeps others out alone. The form is that of fair queuing
 * (https://en.wikipedia.org/wiki/Fair_queuing).
 */
export class Queue {
  readonly #atOnce: number;
  readonly #longest: number;
  readonly #running: string[] = [];
  readonly #waiting: Waiter[] = [];

  constructor({ atOnce, longest = Infinity }: QueueOptions) {
    this.#atOnce = atOnce;
    this.#longest = longest;
  }

  /**
   * Works when it is one's turn.
   *
   * @throws QueueFull where too many wait already, at once or for others who come later; the signal's reason; what
   *   `work` throws
   */
  async run<T>({ of, signal }: Turn, work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    if (this.#mayRun(of)) this.#running.push(of);
    else await this.#wait(of, signal);
    try {
      return await work();
    } finally {
      this.#running.splice(this.#running.indexOf(of), 1);
      this.#admit();
    }
  }

  #wait(of: string, signal: AbortSignal | undefined): Promise<void> {
    this.#makeRoom(of);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = {
      of,
      enter: resolve,
      leave: (reason) => {
        // The turn may have come a moment before.
        if (this.#remove(waiter)) reject(reason);
      },
    };
    const given = () => waiter.leave(signal?.reason);
    this.#waiting.push(waiter);
    signal?.addEventListener('abort', given);
    return promise.finally(() => signal?.removeEventListener('abort', given));
  }

  #makeRoom(of: string): void {
    const mine = this.#waitingOf(of);
    if (mine >= this.#longest / 2) throw new QueueFull(true);
    if (this.#waiting.length < this.#longest) return;
    // Of whom the most wait, the one who came last.
    const greediest = this.#waiting.toReversed().toSorted((a, b) => this.#waitingOf(b.of) - this.#waitingOf(a.of))[0]!;
    if (this.#waitingOf(greediest.of) <= mine + 1) throw new QueueFull(false);
    greediest.leave(new QueueFull(true));
  }

  /** Whoever has a turn is running from this moment on, so that nobody who comes meanwhile can take it first. */
  #admit(): void {
    for (;;) {
      const next = this.#waiting
        .filter(({ of }) => this.#mayRun(of))
        .toSorted((a, b) => this.#wantedBy(a.of) - this.#wantedBy(b.of))[0];
      if (!next) return;
      this.#remove(next);
      this.#running.push(next.of);
      next.enter();
    }
  }

  #remove(waiter: Waiter): boolean {
    const at = this.#waiting.indexOf(waiter);
    if (at >= 0) this.#waiting.splice(at, 1);
    return at >= 0;
  }

  #mayRun(of: string): boolean {
    return this.#running.length < this.#atOnce && this.#runningOf(of) < Math.max(1, Math.floor(this.#atOnce / 2));
  }

  #wantedBy(of: string): number {
    return this.#waitingOf(of) + this.#runningOf(of);
  }

  #waitingOf(of: string): number {
    return this.#waiting.filter((waiter) => waiter.of === of).length;
  }

  #runningOf(of: string): number {
    return this.#running.filter((other) => other === of).length;
  }
}
