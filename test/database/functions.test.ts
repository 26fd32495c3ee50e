import { readdir, readFile } from 'node:fs/promises';
import { escapeIdentifier } from 'pg';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connection/connect.js';
import { functions } from '../../src/database/installed/functions.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import type { BlankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';
import { migratedDatabases } from '../support/migrated-databases.js';

const migrate = (database: BlankDatabase) => migrateUp({ ...database, timeouts });

const migratedDatabase = migratedDatabases();

const run = (database: BlankDatabase, statement: string) =>
  asSuperuser(database.superuserUrl, async (client) => {
    await client.query(`set role ${escapeIdentifier(database.owner)}`);
    return client.query(statement);
  });

/** Every function with all that PostgreSQL keeps of it, and where that row is: a row that is written anew is another one. */
async function catalogue(database: BlankDatabase) {
  const { rows } = await run(
    database,
    `select p.oid::regprocedure::text as signature, p.xmin::text, p.ctid::text, p.proacl::text,
       obj_description(p.oid, 'pg_proc') as comment, p.prosrc
     from pg_proc p where p.pronamespace = 'palimpsest'::regnamespace order by 1`,
  );
  return rows as { signature: string; comment: string; prosrc: string }[];
}

const refusal = async ({ applicationUrl: url }: BlankDatabase) =>
  connect({ url, timeouts, pool: { size: 2, timeoutMs: 60_000 } }).then(
    async (orm) => {
      await orm.close();
      return undefined;
    },
    (error: Error) => error.message,
  );

describe('The functions of the database', () => {
  it('have a name each, and are explained in the database too', async () => {
    const database = await migratedDatabase();
    const present = await catalogue(database);
    expect(present.map(({ signature }) => /\.(\w+)\(/.exec(signature)![1]).toSorted()).toEqual(
      functions.map(({ name }) => name).toSorted(),
    );
    expect(present.find(({ signature }) => signature === 'palimpsest.refuse()')!.comment).toMatch(
      /^For TRUNCATE of a table whose past must not be lost.*\n\nversion [0-9a-f]{32}$/s,
    );
  });

  it('are not touched where they are those of this version', async () => {
    const database = await migratedDatabase();
    const before = await catalogue(database);
    await migrate(database);
    expect(await catalogue(database)).toEqual(before);
  });

  it.each([
    ['one that is gone', 'drop function palimpsest.attribute(text, text)', 'missing: palimpsest.attribute'],
    [
      'one that does something else',
      `create or replace function palimpsest.refuse() returns trigger language plpgsql as $$ begin return null; end $$`,
      'of another version or altered: palimpsest.refuse()',
    ],
    [
      'one that does it under other settings',
      'alter function palimpsest.record_change() reset timezone',
      'of another version or altered: palimpsest.record_change()',
    ],
    [
      'one that was not installed with the others',
      `comment on function palimpsest.tenants() is 'Tenants.'`,
      'of another version or altered: palimpsest.tenants()',
    ],
    [
      'one with other arguments',
      `drop function palimpsest.held(text, jsonb, uuid);
       create function palimpsest.held(of_type text) returns boolean language sql as 'select true'`,
      'of another version or altered: palimpsest.held(text)',
    ],
    [
      'one with another result',
      `drop function palimpsest.rights_of(uuid);
       create function palimpsest.rights_of(of_user uuid) returns text language sql as $$ select '' $$`,
      'of another version or altered: palimpsest.rights_of(uuid)',
    ],
    [
      'one more of the same name',
      `create function palimpsest.held(of_type text) returns boolean language sql as 'select true'`,
      'of another version or altered: palimpsest.held(text)',
    ],
    [
      'one that no version has any more',
      `create function palimpsest.before() returns int language sql as 'select 1'`,
      'left over: palimpsest.before()',
    ],
    [
      'several',
      `create function palimpsest.a() returns int language sql as 'select 1';
       create function palimpsest.b() returns int language sql as 'select 1';
       create function palimpsest.c() returns int language sql as 'select 1';
       create function palimpsest.d() returns int language sql as 'select 1';
       drop function palimpsest.attribute(text, text)`,
      'missing: palimpsest.attribute; left over: palimpsest.a(), palimpsest.b(), palimpsest.c() and 1 more',
    ],
  ])('are put right by migrating, and else the server does not start: %s', async (_which, statement, difference) => {
    const database = await migratedDatabase();
    const before = await catalogue(database);
    await run(database, statement);
    expect(await refusal(database)).toBe(
      `The functions of the database are not those of this version of the server (${difference}); run \`palimpsest migrate up\` of the version that is to run.`,
    );
    await migrate(database);
    const essence = (all: typeof before) =>
      all.map(({ signature, comment, prosrc }) => ({ signature, comment, prosrc }));
    expect(essence(await catalogue(database))).toEqual(essence(before));
    expect(await refusal(database)).toBeUndefined();
  });

  it('stay while something needs them, and the server says what', async () => {
    const database = await migratedDatabase();
    await run(
      database,
      `create function palimpsest.before() returns trigger language plpgsql as $$ begin return new; end $$;
       create trigger tag_before before insert on tag for each row execute function palimpsest.before()`,
    );
    await migrate(database);
    expect(await refusal(database)).toContain(
      '(left over: palimpsest.before() (drop the trigger tag_before on table tag first, which needs it))',
    );
    await run(database, 'drop trigger tag_before on tag');
    await migrate(database);
    expect(await refusal(database)).toBeUndefined();
  });

  it('are all that migrations name', async () => {
    const known = new Set(functions.map(({ name }) => name));
    const files = (await readdir('migrations')).filter((file) => file.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const named = (await readFile(`migrations/${file}`, 'utf8')).matchAll(/\bpalimpsest\.(\w+)/g);
      expect([...named].map(([, name]) => name).filter((name) => !known.has(name!))).toEqual([]);
    }
  });
});
