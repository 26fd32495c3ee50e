import { randomUUID } from 'node:crypto';
import type { AnswerError } from '../support/graphql-client.js';
import type { TestServer } from '../support/test-server.js';

/** One field of a mutation operation: `['updatePost', { id, ... }]`. */
export type Change = readonly [field: string, input: Readonly<Record<string, unknown>>];

/** What became of one operation: all of its changes, or the error that stopped it. */
export interface Outcome {
  /** `DONE`, or the code of the first error. */
  readonly code: string;
  /** In the order of the changes; empty where there was an error. */
  readonly made: readonly { readonly id: string; readonly version: number; readonly changeSetId: string | null }[];
  readonly error?: AnswerError;
}

type Payload = Readonly<Record<string, { id: string; version: number }>> & { changeSet: { id: string } | null };

/** Sends changes as one mutation operation, in their order. */
export async function mutate(server: TestServer, changes: readonly Change[]): Promise<Outcome> {
  const declarations = changes.map(([field], n) => `$c${n}: ${inputTypeOf(field)}!`);
  const fields = changes.map(
    ([field], n) => `c${n}: ${field}(input: $c${n}) { ${entityOf(field)} { id version } changeSet { id } }`,
  );
  const { data, errors } = await server.graphql<Record<string, Payload>>(
    `mutation (${declarations.join(', ')}) { ${fields.join(' ')} }`,
    Object.fromEntries(changes.map(([, input], n) => [`c${n}`, input])),
  );
  if (!data)
    return { code: errors[0]?.extensions.code ?? 'NO ANSWER', made: [], ...(errors[0] && { error: errors[0] }) };
  const made = changes.map(([field], n) => {
    const payload = data[`c${n}`]!;
    return { ...payload[entityOf(field)]!, changeSetId: payload.changeSet?.id ?? null };
  });
  return { code: 'DONE', made };
}

/**
 * Sends changes that must succeed, in as few operations as the server allows, and gives the ids of what was changed.
 */
export async function mustMutate(server: TestServer, changes: readonly Change[]): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < changes.length; start += 250) {
    const { code, made, error } = await mutate(server, changes.slice(start, start + 250));
    if (code !== 'DONE') throw new Error(`The changes must succeed: ${JSON.stringify(error)}`);
    ids.push(...made.map(({ id }) => id));
  }
  return ids;
}

/**
 * Runs races, a few at a time, so that the rivals of each meet in the database and not in the queue for a connection.
 */
export async function inBatches<T, R>(items: readonly T[], race: (item: T, n: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += batch) {
    results.push(...(await Promise.all(items.slice(start, start + batch).map((item, n) => race(item, start + n)))));
  }
  return results;
}

const batch = 10;

/**
 * Sends two changes at once. In the races of a batch each of the two gets head starts from none to one that is hardly
 * lost, in which the other has tags to create first: so both orders occur, and everything between them.
 *
 * @param n the number of the race
 */
export async function race(server: TestServer, n: number, one: Change, other: Change): Promise<[Outcome, Outcome]> {
  const tags = times(leads[Math.floor(n / 2) % leads.length]!, createTag);
  return Promise.all([
    mutate(server, n % 2 === 0 ? [one] : [...tags, one]),
    mutate(server, n % 2 === 0 ? [...tags, other] : [other]),
  ]);
}

const leads = [0, 1, 1, 2, 8];

function createTag(): Change {
  return ['createTag', { name: randomUUID() }];
}

/** So many, made from their numbers. */
export function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** As the contract has it, a purge takes what a deletion takes. */
function inputTypeOf(field: string): string {
  return `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`.replace(/^Purge/, 'Delete');
}

function entityOf(field: string): string {
  return field.replace(/^[a-z]+/, '').toLowerCase();
}
