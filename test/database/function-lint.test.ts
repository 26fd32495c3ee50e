import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { functions } from '../../src/database/installed/functions.js';
import { definitionIn } from '../../src/database/installed/installed-function.js';
import { asSuperuser } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Does something to the functions that is undone afterwards. */
const trying = <T>(work: (client: Client) => Promise<T>) =>
  asSuperuser(database.superuserUrl, async (client) => {
    await client.query('begin; set local search_path = pg_catalog, pg_temp');
    try {
      return await work(client);
    } finally {
      await client.query('rollback');
    }
  });

const faulty = {
  'a column that is not there': {
    body: `return (select missing from public.post limit 1);`,
    finding: 'column "missing" does not exist',
  },
  'a variable that nothing reads': { body: `return 1;`, finding: 'unused variable "left_over"' },
};

function faultyFunction({ body }: { body: string }, language: 'sql' | 'plpgsql'): string {
  const text = language === 'sql' ? body.replace('return ', 'select ') : `declare left_over int; begin ${body} end`;
  return `create or replace function palimpsest.faulty() returns int language ${language} as $$ ${text} $$`;
}

/** Makes all functions anew, which were made before the tables that they work on, and so not looked at. */
async function compile(client: Client, ...more: string[]): Promise<void> {
  for (const definition of [...functions.map((of) => definitionIn('public', of)), ...more])
    await client.query(definition);
}

it('the functions of the database hold no backslash, which a session could have mean another thing', () => {
  const inDollars = /\$(\w+)\$.*?\$\1\$/gs;
  const held = functions.filter(({ definition }) => definition.replaceAll(inDollars, '').includes('\\'));
  expect(held.map(({ name }) => name)).toEqual([]);
});

it('the functions of the database fit the tables that there are', async () => {
  await trying(compile);
  const fault = faultyFunction(faulty['a column that is not there'], 'sql');
  await expect(trying((client) => compile(client, fault))).rejects.toThrow('column "missing" does not exist');
});

const available = await asSuperuser(inject('cluster').superuserUrl, async (client) => {
  const { rowCount } = await client.query("select from pg_available_extensions where name = 'plpgsql_check'");
  return rowCount === 1;
});
if (!available) console.warn('No plpgsql_check here: what the functions of the database do is not looked into.');

// https://github.com/okbob/plpgsql_check. Functions of triggers are looked into for each of their tables. That a literal or a text is
// converted where it is assigned is no fault; what dynamic SQL returns cannot be known. Its warnings of security are not
// asked for: version 2.3 crashes over them.
const findings = `
  select distinct p.proname || ', line ' || coalesce(c.lineno::text, '?') || ': ' || c.message as finding
  from pg_proc p
  join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
  left join lateral (select distinct t.tgrelid, t.tgoldtable, t.tgnewtable from pg_trigger t where t.tgfoid = p.oid) used on true
  cross join lateral public.plpgsql_check_function_tb(p.oid, coalesce(used.tgrelid, 0),
    fatal_errors => false, extra_warnings => true, oldtable => used.tgoldtable, newtable => used.tgnewtable) c
  where p.pronamespace = 'palimpsest'::regnamespace and (p.prorettype <> 'trigger'::regtype or used.tgrelid is not null)
    and c.message <> 'target type is different type than source type'
    and c.detail is distinct from 'cannot to determine result of dynamic SQL'
  order by 1`;

describe.runIf(available)('plpgsql_check', () => {
  const lint = async (client: Client) => {
    await client.query('create extension plpgsql_check schema public');
    return (await client.query<{ finding: string }>(findings)).rows.map(({ finding }) => finding);
  };

  it('finds no fault in the functions of the database', async () => {
    expect(await trying(lint)).toEqual([]);
  });

  it.each(Object.entries(faulty))('would find %s', async (_what, fault) => {
    const found = await trying(async (client) => {
      await client.query(faultyFunction(fault, 'plpgsql'));
      return lint(client);
    });
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^faulty, line .*${fault.finding}`)));
  });
});
