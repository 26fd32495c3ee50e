import type { MikroORM } from '@mikro-orm/postgresql';
import { functionSchema } from '../../versioning/index.js';
import { functions } from '../installed/functions.js';
import {
  definitionIn,
  installedFunctions,
  type InstalledFunction,
  isCurrent,
} from '../installed/installed-function.js';

const shown = 3;

interface Use {
  readonly signature: string;
  /** In PostgreSQL's words, such as `trigger post_history on table post`. */
  readonly user: string;
}

// What it is that keeps a function from being dropped.
const usesOfFunctions = `
  select d.refobjid::regprocedure::text as signature, min(pg_describe_object(d.classid, d.objid, d.objsubid)) as "user"
  from pg_depend d join pg_proc p on p.oid = d.refobjid
  where d.refclassid = 'pg_proc'::regclass and d.deptype = 'n' and p.pronamespace = to_regnamespace('${functionSchema}')
  group by 1`;

/**
 * Looks whether the functions that record, keep and let go are those of this version of the program: all of them, as it has
 * them, and none besides, which would still do what they did for whoever calls them.
 *
 * @returns a phrase for each way in which some differ; nothing where all is well
 */
export async function functionProblems(orm: MikroORM): Promise<string[]> {
  const connection = orm.em.getConnection();
  const [{ schema }] = await connection.execute<[{ schema: string }]>(
    "select quote_ident(coalesce(current_schema(), 'public')) as schema",
  );
  const installed = await connection.execute<InstalledFunction[]>(installedFunctions);
  const uses = await connection.execute<Use[]>(usesOfFunctions);
  const known = new Map(functions.map((of) => [of.name, definitionIn(schema, of)]));
  const names = new Set(installed.map(({ name }) => name));
  const missing = [...known.keys()].filter((name) => !names.has(name)).map((name) => `${functionSchema}.${name}`);
  const others = installed.filter((of) => known.has(of.name) && !isCurrent(known.get(of.name)!, of));
  const left = installed.filter(({ name }) => !known.has(name));
  return [
    ...phrase('missing', missing),
    ...phrase(
      'of another version or altered',
      others.map(({ signature }) => signature),
    ),
    ...phrase(
      'left over',
      left.map((of) => leftOver(of, uses)),
    ),
  ];
}

function leftOver({ signature }: InstalledFunction, uses: readonly Use[]): string {
  const user = uses.find((use) => use.signature === signature)?.user;
  return user === undefined ? signature : `${signature} (drop the ${user} first, which needs it)`;
}

function phrase(problem: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const rest = names.length - shown;
  return [`${problem}: ${names.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`];
}
