import { parseArgs } from 'node:util';
import { wholeNumber } from '../command-line.js';
import { type ContestantName, contestants } from './contestant.js';
import { type WorkloadName, workloads } from './workload.js';

/** What is compared, and how thoroughly. */
export interface CompareOptions {
  readonly posts: number;
  readonly versions: number;
  readonly rounds: number;
  /** Of one turn. */
  readonly seconds: number;
  /** How many at once; a turn for each. */
  readonly connections: readonly number[];
  readonly workloads: readonly WorkloadName[];
  readonly contestants: readonly ContestantName[];
  /** The folder for the figures. */
  readonly out: string;
}

export const usage = `npm run bench -- [options]

  --posts N          posts to read (2000)
  --versions N       versions in the history of all records (80000)
  --rounds N         turns of each contestant at each work (3)
  --seconds N        how long a turn takes (2)
  --connections L    how many at once, a list (1,16,64)
  --workloads L      of ${workloads.map(({ name }) => name).join(',')} (all)
  --contestants L    of ${contestants.map(({ name }) => name).join(',')} (all)
  --out DIR          where the figures go (dist/bench-figures)
  --help             this text

For figures worth telling: --posts 10000 --versions 1000000 --rounds 5 --seconds 10`;

/**
 * Reads the command line.
 *
 * @returns undefined where help was asked for
 * @throws Error with one sentence on what does not fit
 */
export function readOptions(args: readonly string[]): CompareOptions | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      posts: text,
      versions: text,
      rounds: text,
      seconds: text,
      connections: text,
      workloads: text,
      contestants: text,
      out: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const connections = (values.connections ?? '1,16,64').split(',').map((part) => wholeNumber('--connections', part));
  const posts = wholeNumber('--posts', values.posts ?? '2000');
  const worked = Math.max(...connections) * Math.max(...workloads.map(({ changes }) => changes));
  if (posts < worked) throw new Error(`--posts must be at least ${worked}, for each connection changes its own.`);
  return {
    posts,
    versions: wholeNumber('--versions', values.versions ?? '80000'),
    rounds: wholeNumber('--rounds', values.rounds ?? '3'),
    seconds: wholeNumber('--seconds', values.seconds ?? '2'),
    connections,
    workloads: some('workloads', values.workloads, workloads),
    contestants: some('contestants', values.contestants, contestants),
    out: values.out ?? 'dist/bench-figures',
  };
}

function some<Name extends string>(option: string, text: string | undefined, all: readonly { name: Name }[]): Name[] {
  const names = all.map(({ name }) => name);
  const asked = text?.split(',') ?? names;
  const wrong = asked.find((name) => !names.includes(name as Name));
  if (wrong !== undefined) throw new Error(`--${option} must be of ${names.join(', ')}; ${wrong} is none of them.`);
  return names.filter((name) => asked.includes(name));
}
