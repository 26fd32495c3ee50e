/** How often a document was asked, and how often its fields asked for more than was planned. */
interface Tally {
  asked: number;
  missed: number;
}

/** One miss is worth so many plans: what has missed once can be answered the next time, so it is tried again after as many. */
const costOfMiss = 16;

/** Where more organizations have missed, it lies in the document, and not in what one of them asks it for. */
const mostOrganizations = 100;

/**
 * Whether it is worth the while to plan what a document reads. Each organization that has missed is counted for itself, so
 * that nobody's misses keep others waiting; once there are too many of them, all others are counted together.
 */
export class Experience {
  readonly #own = new Map<string, Tally>();
  readonly #others: Tally = { asked: 0, missed: 0 };

  /** Counts that an organization asks. @returns whether that is to be planned */
  ask(organization: string): boolean {
    const tally = this.#tallyOf(organization);
    if (!tally) return true;
    tally.asked += 1;
    return tally.missed * costOfMiss <= tally.asked + costOfMiss;
  }

  /** Counts that what an organization asked for, and was planned, was not all. */
  miss(organization: string): void {
    const tally = this.#tallyOf(organization);
    if (tally) tally.missed += 1;
    else this.#own.set(organization, { asked: 1, missed: 1 });
  }

  #tallyOf(organization: string): Tally | undefined {
    return this.#own.get(organization) ?? (this.#own.size < mostOrganizations ? undefined : this.#others);
  }
}
