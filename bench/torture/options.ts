import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../command-line.js';

/** Their comments, two of each, are created in one operation, and the server takes 300 changes in one at most. */
const mostPosts = 150;
const mostSeeds = 2 ** 31;

export interface CommandOptions {
  readonly seconds: number;
  readonly clients: number;
  readonly posts: number;
  readonly seed: number;
  /** A server that runs already; absent: one is started for the run. */
  readonly target?: { readonly url: string; readonly token: string };
}

export const usage = `npm run torture -- [options]

  --seconds N   how long the clients work (60)
  --clients N   how many work at once (16)
  --posts N     how many posts they fight over (20)
  --seed N      what the clients decide; printed, to do a run again (random)
  --url URL     a server that runs already, instead of one of its own
  --token T     a bearer token of an ADMIN for that server
  --help        this text`;

/**
 * Reads the command line.
 *
 * @returns undefined where help was asked for
 * @throws Error with one sentence on what does not fit
 */
export function readOptions(args: readonly string[]): CommandOptions | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: text,
      clients: text,
      posts: text,
      seed: text,
      url: text,
      token: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const { url, token } = values;
  if ((url === undefined) !== (token === undefined))
    throw new Error('--url and --token go together; give both or neither.');
  return {
    seconds: wholeNumber('--seconds', values.seconds ?? '60'),
    clients: wholeNumber('--clients', values.clients ?? '16'),
    posts: wholeNumber('--posts', values.posts ?? '20', mostPosts),
    seed: wholeNumber('--seed', values.seed ?? String(randomInt(1, mostSeeds)), mostSeeds),
    ...(url !== undefined && token !== undefined && { target: { url: url.replace(/\/+$/, ''), token } }),
  };
}
