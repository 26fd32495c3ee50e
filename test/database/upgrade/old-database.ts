import type { Migration } from '@mikro-orm/migrations';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Client } from 'pg';
import { asSuperuser } from '../../support/cluster.js';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database.js';
import { Migration20261121234339_initial } from '../../../migrations/Migration20261121234339_initial.js';
import { Migration20261124133323_retention } from '../../../migrations/Migration20261124133323_retention.js';
import { parts } from './dump-database.js';
import type { Answer } from './questions.js';

/** What the database has had when its rows were written. */
const migrations = [Migration20261121234339_initial, Migration20261124133323_retention];

// As the migrator makes it.
const migrationTable =
  'create table migration (id serial primary key, name varchar(255), executed_at timestamptz default current_timestamp)';

/** What the earlier version answered, by organization and question. */
export async function oldAnswers(): Promise<Record<string, Record<string, Answer>>> {
  return JSON.parse(await unpacked('old-answers.json.gz')) as Record<string, Record<string, Answer>>;
}

/** A database as the earlier version left it: its functions, tables and rows. */
export async function createOldDatabase(): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  const [functions, months, rows] = (await unpacked('old-database.sql.gz')).split(parts) as [string, string, string];
  await asSuperuser(database.ownerUrl, async (client) => {
    await client.query('create schema palimpsest; grant usage on schema palimpsest to public');
    await client.query(`set check_function_bodies = off; ${functions}`);
    await client.query([migrationTable, ...(await statements())].join(';\n'));
    await client.query(months);
  });
  await asSuperuser(database.superuserUrl, async (client) => {
    await client.query(`set session_replication_role = replica; ${rows}`);
    await passTransactions(client);
  });
  return database;
}

/** The statements of the migrations. */
async function statements(): Promise<string[]> {
  const all: string[] = [];
  for (const Class of migrations) {
    // To say what it does, a migration needs neither a driver nor settings.
    const migration: Migration = new Class(undefined as never, undefined as never);
    await migration.up();
    all.push(...migration.getQueries().map((statement) => String(statement).replace(/;$/, '')));
  }
  return all;
}

/** Rows that are upgraded where they are come from transactions of the past, and so must these. */
async function passTransactions(client: Client): Promise<void> {
  await client.query(`do $$ declare latest xid8; begin
    select max(xid) into latest from change_set;
    while pg_current_xact_id() <= latest loop commit; end loop;
  end $$`);
}

async function unpacked(file: string): Promise<string> {
  return gunzipSync(await readFile(new URL(file, import.meta.url))).toString();
}
