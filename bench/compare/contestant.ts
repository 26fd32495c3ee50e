import type { Dialect } from './dialect.js';
import { floorDialect } from './dialects/floor.js';
import { palimpsestDialect } from './dialects/palimpsest.js';
import { postgraphileDialect } from './dialects/postgraphile.js';

export type ContestantName = 'palimpsest' | 'postgraphile' | 'floor';

/** A server that takes part. */
export interface Contestant {
  readonly name: ContestantName;
  /** For people. */
  readonly title: string;
  /**
   * What Node runs. It reads DATABASE_URL, AUTH_JWT_SECRET, POOL_SIZE and PORT, and says on standard error in a line of
   * JSON under which `url` it listens.
   */
  readonly program: string;
  readonly dialect: Dialect;
  /** Whether it is in bench/peers, with packages of its own. */
  readonly isPeer: boolean;
}

export const contestants: readonly Contestant[] = [
  {
    name: 'palimpsest',
    title: 'Palimpsest',
    program: 'dist/src/main.js',
    dialect: palimpsestDialect,
    isPeer: false,
  },
  {
    name: 'postgraphile',
    title: 'PostGraphile',
    program: 'bench/peers/postgraphile.mjs',
    dialect: postgraphileDialect,
    isPeer: true,
  },
  {
    name: 'floor',
    title: 'the floor',
    program: 'dist/bench/compare/floor/server.js',
    dialect: floorDialect,
    isPeer: false,
  },
];

/** @throws TypeError where nobody is called so */
export function contestantOf(name: ContestantName): Contestant {
  const found = contestants.find((contestant) => contestant.name === name);
  if (!found) throw new TypeError(`There is no contestant ${name}.`);
  return found;
}
