import { escapeIdentifier } from 'pg';
import { describe, expect, it } from 'vitest';
import { catalogueProblems } from '../../src/database/catalogue/catalogue-check.js';
import { connect } from '../../src/database/connection/connect.js';
import { migrationStatus } from '../../src/database/upgrade/migration-status.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { StartupError } from '../../src/database/errors/startup-error.js';
import { type BlankDatabase, blankDatabase } from '../support/blank-database.js';
import { asSuperuser } from '../support/cluster.js';
import { migratedDatabases } from '../support/migrated-databases.js';

const pool = { size: 2, timeoutMs: 60_000 };
const timeouts = { statementMs: 30_000, transactionMs: 60_000, lockMs: 5000, idleMs: 30_000 };

const migratedDatabase = migratedDatabases(timeouts);

async function refusal(url: string): Promise<string> {
  const outcome = await connect({ url, timeouts, pool }).then(
    async (orm) => {
      await orm.close();
      return undefined;
    },
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(StartupError);
  return (outcome as StartupError).message;
}

const run = ({ superuserUrl }: BlankDatabase, statement: string) =>
  asSuperuser(superuserUrl, (client) => client.query(statement));

describe('the server', () => {
  it('starts on a migrated database, as the role that owns nothing', async () => {
    const database = await blankDatabase();
    await migrateUp({ ...database, timeouts });
    const orm = await connect({ url: database.applicationUrl, timeouts, pool });
    await orm.close();
  });

  it('refuses to start as the owner of a table', async () => {
    const { ownerUrl, owner } = await migratedDatabase();
    expect(await refusal(ownerUrl)).toMatch(new RegExp(`^The role ${owner} owns tables \\(audit_drop, .*migrate up`));
  });

  it('refuses to start as a superuser', async () => {
    const { superuserUrl } = await migratedDatabase();
    expect(await refusal(superuserUrl)).toMatch(/^The role \w+ is a superuser, or can become one/);
  });

  it('refuses to start with BYPASSRLS', async () => {
    const database = await migratedDatabase();
    await run(database, `alter role ${escapeIdentifier(database.application)} bypassrls`);
    expect(await refusal(database.applicationUrl)).toMatch(/ has BYPASSRLS/);
  });

  it('refuses to start as a role that can become a superuser', async () => {
    const database = await migratedDatabase();
    const admin = escapeIdentifier(`${database.application}_admin`);
    await run(database, `create role ${admin} superuser; grant ${admin} to ${escapeIdentifier(database.application)}`);
    expect(await refusal(database.applicationUrl)).toMatch(/ is a superuser, or can become one/);
    await run(database, `drop role ${admin}`);
  });

  it.each([
    ['alter role $role createrole', 'has CREATEROLE'],
    ['alter role $role replication', 'has REPLICATION'],
    ['grant pg_execute_server_program to $role', "may reach the files of PostgreSQL's machine"],
    ['grant temporary on database $database to public', 'has TEMPORARY on the database $database, through PUBLIC'],
    ['grant create on database $database to $role', 'has CREATE on the database $database'],
    ['grant create on schema public to public', 'has CREATE on the schema public, through PUBLIC'],
    ['grant create on schema palimpsest to $role', 'has CREATE on the schema palimpsest'],
  ])('refuses to start, and says why, after: %s', async (statement, reason) => {
    const database = await migratedDatabase();
    const { application: role, superuserUrl } = database;
    const name = new URL(superuserUrl).pathname.slice(1);
    const filled = (text: string) => text.replaceAll('$role', role).replaceAll('$database', name);
    await run(database, filled(statement));
    expect(await refusal(database.applicationUrl)).toContain(`the role ${role} ${filled(reason)}`.slice('the '.length));
    if (statement.includes('grant create') || statement.includes('temporary')) {
      await migrateUp({ ...database, timeouts });
      await (await connect({ url: database.applicationUrl, timeouts, pool })).close();
    } else {
      await run(
        database,
        filled('alter role $role nocreaterole noreplication; revoke pg_execute_server_program from $role'),
      );
    }
  });

  it.each([
    ['search_path', 'information_schema', ''],
    ['row_security', 'off', ''],
    ['default_transaction_read_only', 'on', 'in database $database '],
    ['idle_session_timeout', '60000', ''],
    ['transform_null_equals', 'on', 'in database $database '],
  ])(
    'names what its role has set for its own sessions, %s, and migrating takes it back',
    async (name, value, where) => {
      const database = await migratedDatabase();
      const { application: role, applicationUrl: url, superuserUrl } = database;
      const open = await connect({ url, timeouts, pool });
      const scope = where.replace('$database', escapeIdentifier(new URL(superuserUrl).pathname.slice(1)));
      // Anybody may do this to herself.
      await asSuperuser(url, (client) =>
        client.query(`alter role ${escapeIdentifier(role)} ${scope}set ${name} = ${value}`),
      );
      const problem = `the role ${role} has a setting of its own for ${name}; run \`palimpsest migrate up\`, or alter role "${role}" ${scope}reset "${name}"`;
      expect(await refusal(url)).toBe(`The database cannot be worked with: ${problem}.`);
      expect(await catalogueProblems(open)).toEqual([problem]);
      await open.close();
      await migrateUp({ ...database, timeouts });
      await (await connect({ url, timeouts, pool })).close();
    },
  );

  it('leaves alone what an administrator has PostgreSQL log of its role', async () => {
    const database = await migratedDatabase();
    await run(database, `alter role ${escapeIdentifier(database.application)} set log_min_error_statement = 'panic'`);
    await (await connect({ url: database.applicationUrl, timeouts, pool })).close();
  });

  it.each([
    [
      'create function public.format(text, text) returns text language sql as $$ select null $$',
      'public.format(text,text)',
    ],
    ['create domain public.evil as text', 'public.evil'],
    [
      'create operator public.=== (leftarg = text, rightarg = text, function = pg_catalog.texteq)',
      'public.===(text,text)',
    ],
  ])('neither starts nor migrates where its role has made what another might run: %s', async (statement, name) => {
    const database = await migratedDatabase();
    const role = escapeIdentifier(database.application);
    await run(
      database,
      `grant create on schema public to ${role}; set role ${role}; ${statement}; reset role;
      revoke create on schema public from ${role}`,
    );
    const sentence = `The role ${database.application} has made ${name}, which might be run in place of another's`;
    expect(await refusal(database.applicationUrl)).toContain(sentence);
    await expect(migrateUp({ ...database, timeouts })).rejects.toThrow(sentence);
    await run(database, `drop owned by ${role}`);
    await migrateUp({ ...database, timeouts });
  });

  /** As somebody else than owner and server, in a database that was made before PostgreSQL 15. */
  async function asStranger(database: BlankDatabase, statement: string): Promise<string> {
    const stranger = `${database.owner}_stranger`;
    const here = escapeIdentifier(new URL(database.superuserUrl).pathname.slice(1));
    await run(
      database,
      `do $$ begin if to_regrole('"${stranger}"') is null then create role "${stranger}"; end if; end $$;
      grant create on schema public to public; grant create on database ${here} to "${stranger}";
      set role "${stranger}"; ${statement}; reset role; revoke create on database ${here} from "${stranger}"`,
    );
    return stranger;
  }

  it.each([
    [
      'public.format(text,text)',
      'create function public.format(text, text) returns text language sql as $$ select null $$',
    ],
    ['the schema palimpsest', 'create schema palimpsest; revoke all on schema palimpsest from current_user'],
  ])('does not migrate where a stranger has made what might be run: %s', async (name, statement) => {
    const database = await blankDatabase();
    const stranger = await asStranger(database, statement);
    await expect(migrateUp({ ...database, timeouts })).rejects.toThrow(
      `The role ${stranger} has made ${name}, which might be run in place of another's; have an administrator look at it and drop it.`,
    );
    await run(database, `drop owned by "${stranger}"; drop role "${stranger}"`);
    await migrateUp({ ...database, timeouts });
  });

  it('does not start where a stranger has made what might be run', async () => {
    const database = await migratedDatabase();
    const stranger = await asStranger(
      database,
      'create function public.format(text, text) returns text language sql as $$ select null $$',
    );
    expect(await refusal(database.applicationUrl)).toContain(`The role ${stranger} has made public.format(text,text)`);
    await run(database, `drop owned by "${stranger}"; drop role "${stranger}"`);
  });

  it("migrates nothing into a schema of the server's role", async () => {
    const database = await blankDatabase();
    const role = escapeIdentifier(database.application);
    const here = escapeIdentifier(new URL(database.superuserUrl).pathname.slice(1));
    await run(
      database,
      `create role ${role} login password 'secret'; grant create on database ${here} to ${role}; set role ${role};
      create schema palimpsest; revoke all on schema palimpsest from ${role}; reset role; revoke create on database ${here} from ${role}`,
    );
    await expect(migrateUp({ ...database, timeouts })).rejects.toThrow(
      `The role ${database.application} has made the schema palimpsest`,
    );
  });

  it('says who has to run what where migrate up may not take away what everybody may create', async () => {
    const database = await blankDatabase();
    await run(database, 'alter schema public owner to current_user; grant create on schema public to public');
    await expect(migrateUp({ ...database, timeouts })).rejects.toThrow(
      `have an administrator run: revoke create on schema "public" from public, "${database.application}"`,
    );
  });

  it('refuses to start on a database whose migrations are behind, naming them', async () => {
    const database = await migratedDatabase();
    const { rows } = await run(database, 'delete from migration returning name');
    const { name } = rows[0] as { name: string };
    expect(await refusal(database.applicationUrl)).toContain(name);
    expect(await refusal(database.applicationUrl)).toContain('run `palimpsest migrate up` first');
  });

  it('refuses to start on a database that was never migrated', async () => {
    const database = await blankDatabase();
    await run(database, `create role ${escapeIdentifier(database.application)} login password 'secret'`);
    expect(await refusal(database.applicationUrl)).toContain('run `palimpsest migrate up` first');
  });

  it('refuses to start on a database that a newer version has migrated, naming what it does not know', async () => {
    const database = await migratedDatabase();
    await run(database, `insert into migration (name) values ('Migration20990101000000_next')`);
    expect(await refusal(database.applicationUrl)).toBe(
      'The database is newer than this version of the server, which does not bring its migration Migration20990101000000_next; run the version that does.',
    );
  });

  it.each([
    ['alter table post drop column body cascade', 'the column body of post is missing'],
    [
      'drop view live.post; alter table post alter body type int using 1',
      'the column body of post is integer, not text',
    ],
    [
      'alter table tag add column color text not null',
      'the column color of tag requires a value, which its entity does not know',
    ],
    [
      'alter table post alter published_at set not null',
      'the column published_at of post requires a value, which its entity need not have',
    ],
  ])('refuses to start where the entities are not what the tables are, after: %s', async (statement, difference) => {
    const database = await migratedDatabase();
    await run(database, statement);
    expect(await refusal(database.applicationUrl)).toBe(
      `The tables are not those of the entities: ${difference}; write the migration that they need (\`npm run migration\`), build, and run \`palimpsest migrate up\`.`,
    );
    expect((await migrationStatus(database.applicationUrl, 'DATABASE_URL')).differences).toContain(difference);
  });

  it('refuses to migrate where an entity is ahead of all migrations, in the same words', async () => {
    const database = await migratedDatabase();
    // As if the entity had just got the field, and no migration had been written.
    await run(
      database,
      `alter table post drop column body cascade; update entity_shape set columns = columns - 'body' where entity_type = 'post'`,
    );
    const { ownerUrl, applicationUrl } = database;
    await expect(migrateUp({ ownerUrl, applicationUrl, timeouts })).rejects.toThrow(
      'The tables are not those of the entities: column "body" does not exist; write the migration that they need',
    );
  });

  it('starts where a table has a column more than its entity, which nobody has to fill in', async () => {
    const database = await migratedDatabase();
    await run(
      database,
      `alter table tag add column color text; alter table tag add column size int not null default 1`,
    );
    expect(await connect({ url: database.applicationUrl, timeouts, pool }).then((orm) => orm.close())).toBeUndefined();
  });

  it('refuses to start where a table is not protected, naming it', async () => {
    const database = await migratedDatabase();
    await run(database, 'alter table post no force row level security');
    expect(await refusal(database.applicationUrl)).toBe(
      'The database is not protected as it must be: row level security of post is not forced.',
    );
  });

  it.each([
    ['nobody listens', (url: URL) => (url.port = '1'), /^The database at [\w.]+:1 cannot be reached \(ECONNREFUSED\)/],
    ['the host is unknown', (url: URL) => (url.hostname = 'no.invalid'), /^The database at no\.invalid:\d+ cannot be/],
    ['the password is wrong', (url: URL) => (url.password = 'hunter2'), / refuses the user \w+; check .*DATABASE_URL/],
    ['there is no such database', (url: URL) => (url.pathname = 'none'), /^There is no database none at /],
  ])('says in one sentence, without the password, that %s', async (_, change, sentence) => {
    const url = new URL((await migratedDatabase()).applicationUrl);
    change(url);
    const message = await refusal(url.href);
    expect(message).toMatch(sentence);
    expect(message).not.toContain(url.password);
  });
});
