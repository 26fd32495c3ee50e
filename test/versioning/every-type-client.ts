import { dataOf } from '../support/graphql-client.js';
import type { TestServer } from '../support/test-server.js';
import { everyTypeFields } from './every-type-values.js';

export type Values = Readonly<Record<string, unknown>>;

interface Link {
  readonly id: string;
}

/** Changes and reads records of EveryType through the API, with their states in the form of inputs. */
export class EveryTypeClient {
  #labels = 0;

  constructor(private readonly server: TestServer) {}

  async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    return dataOf(await this.server.graphql<Data>(query, variables));
  }

  /** A new tag's id. */
  async createTag(name: string): Promise<string> {
    const { createTag } = await this.ask<{ createTag: { tag: Link } }>(
      'mutation ($name: String!) { createTag(input: { name: $name }) { tag { id } } }',
      { name },
    );
    return createTag.tag.id;
  }

  /** Text for a label that no other record has, also when the same values are tried again to find a smaller failure. */
  distinct(label: string): string {
    return `${(this.#labels += 1)} ${label}`;
  }

  /** The document of one mutation: `update` is updateEveryType. */
  document(operation: string): string {
    const Operation = `${operation[0]!.toUpperCase()}${operation.slice(1)}`;
    return `mutation ($input: ${Operation}EveryTypeInput!) {
      payload: ${operation}EveryType(input: $input) { everyType { id version ${everyTypeFields} } changeSet { id } }
    }`;
  }

  async mutate(
    operation: string,
    input: Values,
  ): Promise<{ id: string; version: number; changed: boolean; state: Values }> {
    const { payload } = await this.ask<{
      payload: { everyType: Values & Link & { version: number }; changeSet: Link | null };
    }>(this.document(operation), { input });
    const { id, version, ...state } = payload.everyType;
    return { id, version, changed: payload.changeSet !== null, state: asInput(state) };
  }

  async read(id: string): Promise<Values> {
    const data = await this.ask<{ everyType: Values }>(
      `query ($id: ID!) { everyType(id: $id) { ${everyTypeFields} } }`,
      { id },
    );
    return asInput(data.everyType);
  }
}

/** A state as the API answers it, in the form of an input. */
export function asInput({ tag, tagOrNull, labels, peers, ...values }: Values): Values {
  const ids = (links: unknown) => (links as Link[]).map((link) => link.id).toSorted();
  return {
    ...values,
    tagId: (tag as Link).id,
    tagOrNullId: (tagOrNull as Link | null)?.id ?? null,
    labelIds: ids(labels),
    peerIds: ids(peers),
  };
}
