import { randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { hostileObjects } from './hostile-objects.js';

interface OwnerFunction {
  readonly name: string;
  /** Types of the arguments, in order. */
  readonly types: readonly string[];
  readonly settings: readonly string[] | null;
}

const tenant = randomUUID();
const relations = ['evil', 'pg_temp.evil', 'public.evil', '"evil"', 'evil" e; select pg_temp.who() --', "evil', 'evil"];
/** What a caller with bad intent would hand over, by the type of the argument. */
const hostile: Readonly<Record<string, readonly unknown[]>> = {
  text: [...relations, 'tag', 'entity_version', 'pg_authid', 'pg_class', null],
  'text[]': [relations, ['id', 'version']],
  uuid: [randomUUID(), null],
  'uuid[]': [[randomUUID()], []],
  integer: [0, 1, 2_147_483_647],
  bigint: [0, 1],
  xid8: ['0', '18446744073709551615'],
  boolean: [true, false],
  regclass: ['pg_temp.evil', 'public.evil'],
  'timestamp with time zone': ['2020-01-01', 'infinity'],
  jsonb: [
    ...relations.map((name) =>
      JSON.stringify({ action: 'session.signIn', id: randomUUID(), tenant_id: tenant, table: name, entity_type: name }),
    ),
    JSON.stringify([{ id: randomUUID(), operation: 'UPDATE', version: 1 }]),
  ],
};

let database: TestDatabase;
let superuser: Client;
let attacker: Client;
const notices: string[] = [];

/** A database as those made before PostgreSQL 15 are, with nothing taken away, and an attacker who has made use of it. */
beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new Client({ connectionString: database.superuserUrl });
  attacker = new Client({ connectionString: database.applicationUrl });
  attacker.on('notice', ({ message }) => notices.push(message ?? ''));
  await superuser.connect();
  await attacker.connect();
  await superuser.query(`grant create on schema public to public`);
  const { rows: here } = await superuser.query<{ name: string }>('select current_database() as name');
  await superuser.query(`grant temporary on database ${escapeIdentifier(here[0]!.name)} to public`);
  await superuser.query(`insert into organization (id, slug, name) values ($1, 'acme', 'Acme')`, [tenant]);
  const { rows } = await superuser.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  for (const statement of hostileObjects(rows.map(({ name }) => name))) await attacker.query(statement);
});

afterAll(async () => {
  await attacker.end();
  await superuser.end();
  await database.drop();
});

/** What came of a statement in a transaction of a tenant, at the end of which the deferred triggers run. */
async function attempt(statement: string, values: readonly unknown[] = []) {
  notices.length = 0;
  let refusal: string | undefined;
  try {
    await attacker.query('begin');
    await attacker.query(`select pg_catalog.set_config('app.tenant_id', $1, true)`, [tenant]);
    await attacker.query(statement, [...values]);
    await attacker.query('commit');
  } catch (error) {
    refusal = (error as Error).message;
    await attacker.query('rollback');
  }
  return { refusal, escalated: notices.filter((notice) => notice.startsWith('escalated')) };
}

async function ownerFunctions(): Promise<OwnerFunction[]> {
  const { rows } = await superuser.query<OwnerFunction>(
    `select p.oid::regproc::text as name, p.proconfig as settings,
       array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality as a(t, n) order by n) as types
     from pg_proc p
     where p.prosecdef and p.prorettype <> 'trigger'::regtype and p.pronamespace <> 'pg_catalog'::regnamespace
       and has_function_privilege($1, p.oid, 'EXECUTE')
     order by 1`,
    [new URL(database.applicationUrl).username],
  );
  return rows;
}

function combinations(types: readonly string[]): unknown[][] {
  return types.reduce<unknown[][]>(
    (before, type) => {
      const values = hostile[type];
      if (!values) throw new Error(`Say what is hostile of the type ${type}.`);
      return before.flatMap((arguments_) => values.map((value) => [...arguments_, value]));
    },
    [[]],
  );
}

const callOf = ({ name, types }: OwnerFunction) =>
  `select * from ${name}(${types.map((type, n) => `$${n + 1}::pg_catalog.${/^\w+(\[\])?$/.test(type) ? type.replace('integer', 'int4').replace('bigint', 'int8').replace('boolean', 'bool') : 'timestamptz'}`).join(', ')})`;

describe("the server's role", () => {
  it('does not become the owner by any function that it may call, whatever it hands over', async () => {
    const functions = await ownerFunctions();
    expect(functions.length).toBeGreaterThan(5);
    for (const owned of functions) {
      for (const values of combinations(owned.types)) {
        const { escalated } = await attempt(callOf(owned), values);
        expect([owned.name, values, escalated]).toEqual([owned.name, values, []]);
      }
    }
  });

  it('would be found out, if it did', async () => {
    await superuser.query(`
      create function palimpsest.careless(of_type text) returns void language plpgsql security definer set search_path = public, pg_temp as $$
      begin execute format('select count(id) from %I', of_type); end $$`);
    const careless = (await ownerFunctions()).find(({ name }) => name === 'palimpsest.careless')!;
    const { escalated } = await attempt(callOf(careless), ['evil']);
    expect(escalated).toEqual([expect.stringMatching(/^escalated to /)]);
    await superuser.query('drop function palimpsest.careless(text)');
  });

  it.each<[string, string, RegExp?]>([
    ['a row', "insert into public.tag (id, name) values (gen_random_uuid(), 'a')"],
    ['a changed row', "update public.tag set name = name || '!'"],
    ['a record deleted', 'update public.tag set deleted_at = clock_timestamp()'],
    ['a removed row', 'delete from public.tag'],
    [
      'links',
      `with p as (insert into public.post (id, title, slug, body) values (gen_random_uuid(), 't', 's', 'b') returning id),
         t as (insert into public.tag (id, name) values (gen_random_uuid(), 'linked') returning id)
       insert into public.post_tags (post_id, tag_id) select p.id, t.id from p, t`,
    ],
    [
      'a legal hold of a type that is none',
      `insert into public.legal_hold (entity_id, entity_type, reason, change_set_id)
       values (gen_random_uuid(), 'evil', 'r', palimpsest.change_set_of_transaction())`,
      /evil is not a versioned table/,
    ],
    [
      'a version of a type that is none',
      `insert into public.entity_version (entity_id, version, shape, entity_type, operation, snapshot, changed, change_set_id)
       values (gen_random_uuid(), 1, 1, 'evil', 'CREATE', '{}', '[]', palimpsest.change_set_of_transaction())`,
      /permission denied/,
    ],
  ])('does not become the owner by the triggers of %s', async (_, statement, refusal) => {
    const outcome = await attempt(statement);
    expect(outcome.escalated).toEqual([]);
    expect(outcome.refusal ?? 'not refused').toMatch(refusal ?? /^not refused$/);
  });

  it('finds every function that works as the owner looking nowhere but where nobody can put anything', async () => {
    const { rows } = await superuser.query(
      `select p.oid::regprocedure::text as name from pg_proc p
       where p.prosecdef and p.pronamespace = 'palimpsest'::regnamespace
         and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)`,
    );
    expect(rows).toEqual([]);
  });
});
