/**
 * SQL: what a role can put in the way of functions that look for something by its name, each of it telling by a notice
 * who it works as. To be run where the role may make temporary tables, and create in the schema of the tables.
 *
 * @param tables of that schema
 */
export function hostileObjects(tables: readonly string[]): string[] {
  const inTables = tables.map((table) => `"${table}"`);
  return [
    `create function pg_temp.who() returns uuid language plpgsql as $$
     begin
       if current_user <> session_user then raise notice 'escalated to %', current_user; end if;
       return null;
     end $$`,
    `create function public.who() returns text language plpgsql as $$
     begin
       if current_user <> session_user then raise notice 'escalated to %', current_user; end if;
       return null;
     end $$`,
    // A type of its own, which is read and written as any other is.
    `create temp view evil as select pg_temp.who() as id, pg_temp.who() as entity_id, 1 as version, null::timestamptz as deleted_at`,
    `create function pg_temp.instead() returns trigger language plpgsql as $$ begin perform pg_temp.who(); return null; end $$`,
    `create trigger instead instead of insert or update or delete on pg_temp.evil for each row execute function pg_temp.instead()`,
    `create view public.evil as select public.who() as id, 1 as version, null::timestamptz as deleted_at`,
    // All that is there already, once more where relations are looked for first.
    ...inTables.map(
      (table) => `create temp view ${table} as select r.*, pg_temp.who() as tells from public.${table} r`,
    ),
    // Functions that fit better than PostgreSQL's own, whose arguments are of any type.
    ...['format', 'jsonb_build_object', 'concat', 'array_append', 'array_remove', 'coalesce_not'].flatMap((name) =>
      ['text', 'text, text', 'text, regclass', 'text, text, text', 'text, uuid', 'text, int', 'uuid[], uuid'].map(
        (types) => `create function public.${name}(${types}) returns text language sql as 'select public.who()'`,
      ),
    ),
    ...inTables.map(
      (table) =>
        `create function public.to_jsonb(public.${table}) returns jsonb language sql as 'select public.who()::jsonb'`,
    ),
    ...['=', '<>', '||', '->', '->>'].flatMap((operator, n) =>
      ['text, varchar', 'jsonb, varchar', 'uuid, text', 'regclass, oid'].map((types, m) => {
        const [left, right] = types.split(', ');
        return `create function public.operator_${n}_${m}(${types}) returns bool language sql as 'select public.who() is null';
          create operator public.${operator} (leftarg = ${left}, rightarg = ${right}, function = public.operator_${n}_${m})`;
      }),
    ),
    // Names of PostgreSQL's own types.
    ...['jsonb', 'uuid', 'timestamptz', 'xid8'].map(
      (type) => `create domain pg_temp.${type} as text check (pg_temp.who() is null)`,
    ),
    'set search_path = pg_temp, public, pg_catalog',
  ];
}
