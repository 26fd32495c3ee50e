import { escapeIdentifier, escapeLiteral } from 'pg';
import {
  auditLogFunctions,
  functionSchema,
  netFunctions,
  readFunctions,
  type SqlFunction,
} from '../versioning/index.js';

const ownFunctions = ['../tenancy/', '../modules/'].flatMap((folder) =>
  readFunctions(new URL(folder, import.meta.url)),
);

/** All functions of the schema. What the kernel does for nobody in particular, a function of ours of its name does for tenants. */
export const functions: readonly SqlFunction[] = [
  ...new Map([...netFunctions, ...auditLogFunctions, ...ownFunctions].map((known) => [known.name, known])).values(),
];

/**
 * SQL: installs the database's functions as this version of the program has them, and removes those that it has not. To be
 * run as the owner in one transaction, with what the functions rely on.
 *
 * @param schema of the tables, quoted
 */
export function functionStatements(schema: string): string[] {
  return [
    // What `set search_path from current` keeps. Nobody but a superuser can put anything into the one schema, and
    // PostgreSQL itself finds neither functions nor operators in the other.
    `set local search_path = pg_catalog, pg_temp`,
    `create schema if not exists ${functionSchema}`,
    `grant usage on schema ${functionSchema} to public`,
    // The tables come with the migrations, which need the functions for their triggers.
    'set local check_function_bodies = off',
    ...functions.map(({ definition }) => inSchema(definition, schema)),
    // Whom they are granted to is told by executionGrants.
    ...functions
      .filter(({ callers }) => callers !== undefined)
      .map(({ name }) => `revoke all on function ${functionSchema}.${name} from public`),
    removeUnknown(),
    'set local check_function_bodies to default',
    'set local search_path to default',
  ];
}

/** What the functions call `tables.post` is `post` in the schema of the tables, wherever a session would look for it. */
function inSchema(definition: string, schema: string): string {
  // In a replacement, $ has a meaning of its own.
  return definition.replaceAll(/\btables\.(?=[\w%'"])/g, () => `${schema}.`);
}

/** SQL: a function of another version could be called for ever. Those of triggers stay as long as there are such. */
function removeUnknown(): string {
  const known = functions.map(({ name }) => escapeLiteral(name)).join(', ');
  return `
    do $$ declare unknown regprocedure; begin
      for unknown in
        select p.oid from pg_proc p
        where p.pronamespace = '${functionSchema}'::regnamespace
          and p.proname <> all (array[${known}])
          and not exists (select from pg_trigger t where t.tgfoid = p.oid)
      loop
        execute format('drop function %s', unknown);
      end loop;
    end $$`;
}

/** SQL: lets the server's role call the functions that are for it. */
export function executionGrants(role: string): string[] {
  return functions
    .filter(({ callers }) => callers === 'application')
    .map(({ name }) => `grant execute on function ${functionSchema}.${name} to ${escapeIdentifier(role)}`);
}
