import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Sealer } from '../../src/jobs/sealer.js';
import { tellSealing } from '../../src/jobs/tell-sealing.js';
import { dataOf } from '../support/graphql-client.js';
import { asSuperuser } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { findings } from '../support/findings.js';
import { startProgram } from '../support/run-program.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

function instance() {
  const log: { level: number; msg: string }[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line)) });
  const sealer = new Sealer({ orm: server.orm, url: server.database.applicationUrl, logger });
  onTestFinished(() => sealer.stop());
  return { sealer, log };
}

const asOwner = <Row extends object = Record<string, unknown>>(statement: string) =>
  asSuperuser(server.database.superuserUrl, async (client) => (await client.query<Row>(statement)).rows);

const unsealed = async () => {
  const [row] = await asOwner<{ count: string }>(
    'select count(*) from change_set c where not exists (select from sealed_change_set s where s.change_set_id = c.id)',
  );
  return Number(row!.count);
};

const addTag = async (name: string) =>
  dataOf(
    await server.graphql('mutation ($name: String!) { createTag(input: { name: $name }) { tag { id } } }', { name }),
  );

it('seals what is committed, on one of several instances, and another goes on when that is gone', async () => {
  const lag = async () => (await tellSealing(server.orm, pino({ level: 'silent' })))!.lagSeconds;
  expect(await lag()).toBeGreaterThan(0);
  const [first, second] = [instance(), instance()];
  first.sealer.start();
  await eventually(async () => expect(await unsealed()).toBe(0));
  expect(await lag()).toBe(0);
  second.sealer.start();
  await addTag('one');
  await eventually(async () => expect(await unsealed()).toBe(0));
  const began = Date.now();
  await first.sealer.stop();
  expect(Date.now() - began).toBeLessThan(900);
  await addTag('two');
  await eventually(async () => expect(await unsealed()).toBe(0));
  expect([...first.log, ...second.log].filter(({ level }) => level > 30)).toEqual([]);
});

it('goes on after its lock is lost, and after what it could not do, which it says once', async () => {
  const { sealer, log } = instance();
  sealer.start();
  await asOwner('alter table sealed_change_set rename to gone');
  await addTag('three');
  await eventually(() => expect(log.filter(({ msg }) => msg === 'Change sets could not be sealed.')).toHaveLength(1));
  await asOwner('alter table gone rename to sealed_change_set');
  await eventually(async () => expect(await unsealed()).toBe(0));
  await asOwner(`select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and objsubid = 2
    and database = (select oid from pg_database where datname = current_database())`);
  await addTag('four');
  await eventually(async () => expect(await unsealed()).toBe(0));
});

it('what holds up one organization does not hold up others', async () => {
  const other = await server.addOrganization('globex');
  await eventually(async () => expect(await unsealed()).toBeGreaterThan(0));
  await asOwner(`create function public.refuse_places() returns trigger language plpgsql as $$ begin
    if new.tenant_id = '${server.organization.id}' then raise exception 'not this one'; end if; return new; end $$`);
  await asOwner(
    'create trigger refuse_places before insert on sealed_change_set for each row execute function public.refuse_places()',
  );
  await addTag('held up');
  const { sealer } = instance();
  sealer.start();
  const sealed = async () =>
    asOwner(
      `select from change_set c where c.tenant_id = '${other.id}'
         and not exists (select from sealed_change_set s where s.change_set_id = c.id)`,
    );
  await eventually(async () => expect(await sealed()).toEqual([]));
  expect(await unsealed()).toBeGreaterThan(0);
  await asOwner('drop function public.refuse_places cascade');
  await eventually(async () => expect(await unsealed()).toBe(0));
});

it('a server that is killed while it seals leaves no gap and nothing that is sealed twice', async () => {
  const sealing = async (where: string) => {
    const [found] = await asOwner<{ count: number }>(
      `select count(*)::int from pg_stat_activity where datname = current_database() and query like '%seal_change_sets%'
         and pid <> pg_backend_pid() and ${where}`,
    );
    return found!.count;
  };
  const settings = {
    DATABASE_URL: server.database.applicationUrl,
    AUTH_JWT_SECRET: 'x'.repeat(32),
    PORT: '0',
  };
  // What takes no time takes a second: so it is killed in the middle, before and after it has written.
  await asOwner('create schema slow');
  await asOwner(
    `create function slow.dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return null; end $$`,
  );
  await asOwner(
    'create trigger dawdle_before before insert on sealed_change_set for each statement execute function slow.dawdle()',
  );
  await asOwner(
    'create trigger dawdle_after after insert on sealed_change_set for each statement execute function slow.dawdle()',
  );
  for (const name of ['k1', 'k2', 'k3']) await addTag(name);
  const program = startProgram('main.js', [], settings);
  await eventually(async () => expect(await sealing(`state = 'active'`)).toBe(1));
  await program.end('SIGKILL');
  // Its statement goes on in PostgreSQL, and another instance seals at once.
  await addTag('k4');
  instance().sealer.start();
  await eventually(async () => expect(await unsealed()).toBe(0));
  await asOwner('drop schema slow cascade');
  const [told] = await asOwner(
    `select count(*)::int, count(distinct change_set_id)::int as ids, max(place)::int from sealed_change_set
       where tenant_id = '${server.organization.id}'`,
  );
  expect(told).toEqual({ count: told!['count'], ids: told!['count'], max: told!['count'] });
  expect(await findings(server)).toEqual([]);
});

it('is told of by /readyz and /metrics', async () => {
  await addTag('five');
  const readiness = (await (await fetch(`${server.url}/readyz`)).json()) as { sealing: object };
  expect(readiness.sealing).toEqual({ lagSeconds: expect.any(Number) as number, commitTimestamps: null });
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/^palimpsest_sealing_lag_seconds 0\.\d+$/m);
});
