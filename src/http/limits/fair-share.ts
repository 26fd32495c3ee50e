import { DomainError } from '../../versioning/index.js';

/** For whom an operation works. */
export interface Claimant {
  readonly organization: string;
  /** Who in it asks. */
  readonly principal: string;
}

interface Waiter {
  readonly claimant: Claimant;
  readonly enter: () => void;
}

export interface FairShareOptions {
  /** How many may be at work at a time: as many as there are connections. */
  readonly size: number;
  /** How long one waits for a turn, in milliseconds. */
  readonly patienceMs: number;
}

/**
 * Turns at the database: one principal holds at most half of them and one organization three quarters, so that others
 * always get through; of those who wait, the one goes first whose organization holds the fewest.
 */
export class FairShare {
  readonly #size: number;
  readonly #patienceMs: number;
  readonly #most: { readonly organization: number; readonly principal: number };
  readonly #atWork: Claimant[] = [];
  readonly #waiting: Waiter[] = [];

  constructor({ size, patienceMs }: FairShareOptions) {
    this.#size = size;
    this.#patienceMs = patienceMs;
    this.#most = {
      organization: Math.max(1, Math.floor((size * 3) / 4)),
      principal: Math.max(1, Math.floor(size / 2)),
    };
  }

  /**
   * Works when it is one's turn.
   *
   * @param signal ends the waiting, with its reason
   * @throws DomainError RATE_LIMITED where one's own operations keep one waiting, UNAVAILABLE where those of all do
   */
  async run<T>(claimant: Claimant, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (!this.#mayEnter(claimant)) await this.#turn(claimant, signal);
    else this.#atWork.push(claimant);
    try {
      return await work();
    } finally {
      this.#atWork.splice(this.#atWork.indexOf(claimant), 1);
      this.#admit();
    }
  }

  #turn(claimant: Claimant, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (reason: unknown) => {
      // The turn may have come a moment before.
      if (!this.#waiting.includes(waiter)) return;
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      reject(reason);
    };
    const given = () => leave(signal.reason);
    const timer = setTimeout(() => leave(this.#refusal(claimant)), this.#patienceMs);
    const waiter: Waiter = { claimant, enter: resolve };
    this.#waiting.push(waiter);
    signal.addEventListener('abort', given);
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', given);
    });
  }

  /** Whoever has a turn is at work from this moment on, not from when it notices. */
  #admit(): void {
    for (;;) {
      const next = this.#waiting
        .filter(({ claimant }) => this.#mayEnter(claimant))
        .toSorted((a, b) => this.#held('organization', a.claimant) - this.#held('organization', b.claimant))[0];
      if (!next) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#atWork.push(next.claimant);
      next.enter();
    }
  }

  #mayEnter(claimant: Claimant): boolean {
    return this.#atWork.length < this.#size && this.#tooMany(claimant) === undefined;
  }

  #tooMany(claimant: Claimant): keyof Claimant | undefined {
    if (this.#held('principal', claimant) >= this.#most.principal) return 'principal';
    return this.#held('organization', claimant) >= this.#most.organization ? 'organization' : undefined;
  }

  #held(by: keyof Claimant, claimant: Claimant): number {
    return this.#atWork.filter((other) => other.organization === claimant.organization && other[by] === claimant[by])
      .length;
  }

  #refusal(claimant: Claimant): DomainError {
    const by = this.#tooMany(claimant);
    if (!by) return new DomainError('UNAVAILABLE', 'The database has no free connection; try again.');
    const whose = by === 'principal' ? 'You have' : 'Your organization has';
    return new DomainError(
      'RATE_LIMITED',
      `${whose} as many operations under way as may be at a time (${this.#most[by]}); try again when one has ended.`,
      { retryAfterSeconds: 1 },
    );
  }
}
