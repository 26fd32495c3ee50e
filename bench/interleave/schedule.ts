import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Random } from '../torture/random.js';
import type { Api } from './api.js';
import { findMismatches, type Mismatch } from './check.js';
import type { Connections } from './connections.js';
import type { Recording } from './recording.js';
import { readState } from './state.js';
import { type Records, Writer } from './writer.js';

const writers = 4;

/** What became of a schedule. */
export interface ScheduleResult {
  readonly recordings: readonly Recording[];
  /** What was answered otherwise while it was under way. */
  readonly mismatches: readonly Mismatch[];
  readonly commits: number;
}

/**
 * Runs one random schedule of concurrent transactions for a tenant of its own: one step of one of them after the other, or
 * several commits at once. After commits, and in between, readers write down what they see, with their token; and what there
 * is so far is sealed now and then.
 *
 * @param steps how many
 */
export async function runSchedule(
  connections: Connections,
  api: Api,
  random: Random,
  steps: number,
): Promise<ScheduleResult> {
  const clients = await connections.take(writers + 2);
  const [reader, longReader] = clients.slice(writers) as [Client, Client];
  const tenant = randomUUID();
  const recordings: Recording[] = [];
  const mismatches: Mismatch[] = [];
  let commits = 0;
  const records = await makeRecords(reader, tenant);
  const crew = clients.slice(0, writers).map((client) => new Writer(client, tenant, random, records));

  async function see(client: Client, changeSets: readonly string[], withMoment: boolean): Promise<void> {
    const { token, moment, state } = await readState(client);
    const seen: Recording[] = [
      { kind: 'token', name: token, tenant, state },
      ...changeSets.map((name) => ({ kind: 'changeSet' as const, name, tenant, state })),
      ...(withMoment ? [{ kind: 'at' as const, name: moment, tenant, state }] : []),
    ];
    recordings.push(...seen);
  }

  async function read(changeSets: readonly string[]): Promise<void> {
    const before = recordings.length;
    await begin(reader, tenant);
    // Nobody commits meanwhile, so what is seen now is also what there is at this moment.
    await see(reader, changeSets, true);
    await reader.query('commit');
    if (random.chance(0.3)) mismatches.push(...(await findMismatches(api, recordings.slice(before))));
  }

  await read([]);
  let longReading = false;
  for (let step = 0; step < steps; step++) {
    const open = crew.filter(({ isOpen }) => isOpen);
    const choice = random.next();
    if (choice < 0.55 || open.length === 0) await random.pick(crew).step();
    else if (choice < 0.75) {
      const changeSets = await random.pick(open).commit();
      if (changeSets.length > 0) commits += 1;
      await read(changeSets);
    } else if (choice < 0.8) {
      // Which of them was first nobody has seen: only what is there after all of them is known.
      const made = await Promise.all(random.sample(open, 3).map((writer) => writer.commit()));
      commits += made.filter(({ length }) => length > 0).length;
      await read([]);
    } else if (choice < 0.85) await random.pick(open).rollback();
    else if (choice < 0.9)
      await reader.query('select from palimpsest.seal_change_sets($1, false)', [random.between(1, 5)]);
    else if (longReading) {
      // What it sees is from when it began, whatever has been committed since.
      await see(longReader, [], false);
      await longReader.query('commit');
      longReading = false;
    } else {
      await begin(longReader, tenant);
      await longReader.query('select from tag limit 1');
      longReading = true;
    }
  }
  for (const writer of crew) if (writer.isOpen) await writer.rollback();
  if (longReading) await longReader.query('rollback');
  return { recordings, mismatches, commits };
}

async function begin(client: Client, tenant: string): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
}

async function makeRecords(client: Client, tenant: string): Promise<Records> {
  const posts = Array.from({ length: 4 }, () => randomUUID());
  const tags = Array.from({ length: 2 }, () => randomUUID());
  await client.query('begin');
  await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
  await client.query('insert into organization (id, slug, name) values ($1::uuid, $1::text, $1::text)', [tenant]);
  const user = `insert into "user" (id, email, display_name, role) values ($1::uuid, $1::text || '@example.org', 'Reader', 'VIEWER')`;
  await client.query(user, [tenant]);
  await client.query(
    `insert into post (id, title, slug, body) select id, 'post', id::text, '100' from unnest($1::uuid[]) id`,
    [posts],
  );
  await client.query('insert into tag (id, name) select id, id::text from unnest($1::uuid[]) id', [tags]);
  await client.query('commit');
  return { posts, tags };
}
