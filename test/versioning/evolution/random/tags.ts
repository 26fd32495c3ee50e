import { dataOf } from '../../../support/graphql-client.js';
import type { EvolvingServer } from '../evolving-server.js';
import { words } from './random-field.js';

/** Tags that come to be called otherwise. */
export class Tags {
  readonly #names: string[] = [];
  readonly ids: string[] = [];
  readonly #versions: number[] = [];

  private constructor(private readonly evolving: EvolvingServer) {}

  /** Two of the names that texts have, and one of another. */
  static async make(evolving: EvolvingServer): Promise<Tags> {
    const tags = new Tags(evolving);
    for (const name of [...words.slice(0, 2), 'else']) {
      tags.ids.push(await evolving.create('Tag', { name }));
      tags.#names.push(name);
      tags.#versions.push(1);
    }
    return tags;
  }

  /** Tells the tag of a name, as they are called at this moment. */
  byName(): (name: unknown) => string | null {
    const names = new Map(this.#names.map((name, place) => [name, this.ids[place]!]));
    return (name) => names.get(name as string) ?? null;
  }

  /** Gives one of them a name that none has. */
  async rename(pick: number): Promise<void> {
    const place = pick % this.ids.length;
    const name = [...words, 'else', 'other'].filter((one) => !this.#names.includes(one))[pick % 2]!;
    const input = { id: this.ids[place], expectedVersion: this.#versions[place], patch: { name } };
    const { payload } = dataOf(
      await this.evolving.server.graphql<{ payload: { tag: { version: number } } }>(
        `mutation ($input: UpdateTagInput!) { payload: updateTag(input: $input) { tag { version } } }`,
        { input },
      ),
    );
    this.#names[place] = name;
    this.#versions[place] = payload.tag.version;
  }
}
