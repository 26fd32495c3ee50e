import { escapeIdentifier, escapeLiteral } from 'pg';
import { functionSchema, type SqlFunction } from '../../versioning/index.js';
import { functions } from './functions.js';
import { contentOf, definitionIn, hashOf, type InstalledFunction, isCurrent } from './installed-function.js';

const ofSchema = `p.pronamespace = '${functionSchema}'::regnamespace`;

/**
 * SQL: installs the database's functions as this version of the program has them, and leaves alone those that are so already. To be
 * run as the owner before the migrations, which make triggers of them, in one transaction with these.
 *
 * @param schema of the tables, quoted
 * @param installed what the database has
 */
export function functionStatements(schema: string, installed: readonly InstalledFunction[]): string[] {
  const changed = functions.filter((known) => {
    const [present, ...others] = installed.filter(({ name }) => name === known.name);
    return present === undefined || others.length > 0 || !isCurrent(definitionIn(schema, known), present);
  });
  return [
    // What `set search_path from current` keeps. Nobody but a superuser can put anything into the one schema, and
    // PostgreSQL itself finds neither functions nor operators in the other.
    `set local search_path = pg_catalog, pg_temp`,
    `create schema if not exists ${functionSchema}`,
    `grant usage on schema ${functionSchema} to public`,
    // The tables come with the migrations, which need the functions for their triggers.
    'set local check_function_bodies = off',
    ...changed.map((known) => installation(known, definitionIn(schema, known))),
    withdrawal(),
    'set local check_function_bodies to default',
    'set local search_path to default',
  ];
}

/**
 * SQL: replaces a function in place, for those who are calling it. With other arguments that makes another function beside
 * the old one, and with another result PostgreSQL refuses: then the old one goes first.
 */
function installation({ name, documentation }: SqlFunction, definition: string): string {
  const ofName = `from pg_proc p where ${ofSchema} and p.proname = ${escapeLiteral(name)}`;
  const comment = `${documentation}\n\nversion `;
  return block(`
    declare
      was constant regprocedure[] := array(select p.oid ${ofName});
      replaced boolean := false;
      old regprocedure;
    begin
      if cardinality(was) = 1 then
        begin
          execute ${escapeLiteral(definition)};
          replaced := (select count(*) = 1 ${ofName});
        exception when invalid_function_definition then
          replaced := false;
        end;
      end if;
      if not replaced then
        foreach old in array was loop
          execute format('drop function %s', old);
        end loop;
        execute ${escapeLiteral(definition)};
      end if;
      execute (
        select format('comment on function %s is %L', p.oid::regprocedure,
          ${escapeLiteral(comment)} || md5(${escapeLiteral(hashOf(definition))} || ${contentOf})) ${ofName});
    end`);
}

/** SQL: takes away from everybody what is for the server's role or the owner. Whom it is granted to is told by {@link executionGrants}. */
function withdrawal(): string {
  const restricted = functions.filter(({ callers }) => callers !== undefined);
  return forEach(
    `p.proname = any (${textArray(restricted)})
     and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)`,
    'revoke all on function %s from public',
  );
}

/**
 * SQL: removes the functions that this version of the program has no more, which could be called for ever. Once the migrations
 * have run, since they may still need them. One that something else of the database needs stays, and the check of rights names it.
 */
export function removalOfUnknown(): string {
  return forEach(
    `p.proname <> all (${textArray(functions)})
     and not exists (select from pg_depend d where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and d.deptype = 'n')`,
    'drop function %s',
  );
}

/** SQL: lets the server's role call the functions that are for it. */
export function executionGrants(role: string): string {
  const granted = functions.filter(({ callers }) => callers === 'application');
  return forEach(
    `p.proname = any (${textArray(granted)}) and not exists (
       select from aclexplode(p.proacl) a join pg_roles r on r.oid = a.grantee where r.rolname = ${escapeLiteral(role)})`,
    `grant execute on function %s to ${escapeIdentifier(role).replaceAll('%', '%%')}`,
  );
}

/** SQL: runs a statement, in the form of `format()`, for each function of the schema of which a condition on `pg_proc p` holds. */
function forEach(condition: string, statement: string): string {
  return block(`
    declare
      signature regprocedure;
    begin
      for signature in select p.oid from pg_proc p where ${ofSchema} and ${condition} loop
        execute format(${escapeLiteral(statement)}, signature);
      end loop;
    end`);
}

function block(body: string): string {
  return `do ${escapeLiteral(body)}`;
}

function textArray(named: readonly SqlFunction[]): string {
  return `array[${named.map(({ name }) => escapeLiteral(name)).join(', ')}]`;
}
