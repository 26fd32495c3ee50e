import { createHash } from 'node:crypto';
import { tenantColumn } from '../../tenancy/tenant-column.js';
import { functionSchema, type SqlFunction } from '../../versioning/index.js';

/** A function of the schema as a database has it. */
export interface InstalledFunction {
  readonly name: string;
  /** With its schema and the types of its arguments. */
  readonly signature: string;
  /** What it was installed as, which its comment says; null where it was not by `migrate up`. */
  readonly version: string | null;
  /** A hash of what it does now. */
  readonly content: string;
}

/** SQL: a hash of all that `create or replace` and `alter function` can change of what a function does, of `pg_proc p`. */
export const contentOf = `md5(concat_ws(' ', p.prosrc, p.provolatile, p.proisstrict, p.prosecdef, p.proconfig))`;

/** SQL: the {@link InstalledFunction}s of a database. */
export const installedFunctions = `
  select p.proname as name, p.oid::regprocedure::text as signature, ${contentOf} as content,
    substring(obj_description(p.oid, 'pg_proc') from 'version ([0-9a-f]{32})$') as version
  from pg_proc p where p.pronamespace = to_regnamespace('${functionSchema}') order by 2`;

/**
 * What the functions call `tables.post` is `post` in the schema of the tables, wherever a session would look for it;
 * `owner_of(new)` is the tenant of a row, and `is_own(v, whom)` that a row is somebody's: in a query of its own, so that whose it
 * is does not decide the plan.
 */
export function definitionIn(schema: string, { definition }: SqlFunction): string {
  // In a replacement, $ has a meaning of its own.
  return definition
    .replaceAll(/\btables\.(?=[\w%'"])/g, () => `${schema}.`)
    .replaceAll(/\bowner_of\((\w+)\)/g, (_, row: string) => `${row}.${tenantColumn}`)
    .replaceAll(
      /\bis_own\((\w+), ([$\w.]+(?:\(\))?)\)/g,
      (_, row: string, whom: string) => `${row}.${tenantColumn} = (select ${whom})`,
    );
}

/** The hash of a function's definition, of which and of its content its version is made. */
export function hashOf(definition: string): string {
  return md5(definition);
}

/** Whether an installed function is, in all that it does, what the program has. */
export function isCurrent(definition: string, { version, content }: InstalledFunction): boolean {
  return version === md5(hashOf(definition) + content);
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
