/** Of which tables records are: a record's type never changes, also once it is gone, so what was seen once can be known. */
export interface RecordTypes {
  /** @returns undefined where it is not known */
  of(id: string): string | undefined;
  learn(id: string, table: string): void;
}

/** What is known of the records of all organizations, each apart from the others. Of too many, those learnt first are forgotten. */
export class KnownTypes {
  readonly #tables = new Map<string, string>();

  /** @param most how many records */
  constructor(private readonly most: number) {}

  /** @param whose what tells apart to whom records belong */
  within(whose: string): RecordTypes {
    const keyOf = (id: string) => `${whose} ${id}`;
    return {
      of: (id) => this.#tables.get(keyOf(id)),
      learn: (id, table) => this.#learn(keyOf(id), table),
    };
  }

  #learn(key: string, table: string): void {
    this.#tables.set(key, table);
    if (this.#tables.size > this.most) this.#tables.delete(this.#tables.keys().next().value!);
  }
}
