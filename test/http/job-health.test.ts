import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createReadiness } from '../../src/http/health/readiness.js';
import { recordRun } from '../../src/jobs/record-run.js';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const asOwner = (statement: string) => asSuperuser(server.database.superuserUrl, (client) => client.query(statement));

afterEach(async () => {
  await asOwner('delete from job_run');
});

const run = (name: string, work: () => Promise<object>) =>
  recordRun(server.orm, name, new AbortController().signal, work);

async function readyz() {
  const answer = await fetch(`${server.url}/readyz`);
  const body = (await answer.json()) as { jobs: { purge: { lastSucceededAt: string } } };
  return { code: answer.status, body };
}

/** The values of Palimpsest's own gauges, by name and labels. */
async function gauges(): Promise<Map<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const lines = text.matchAll(/^(palimpsest_(?:job|purge|catalogue)\S+) (\S+)$/gm);
  return new Map([...lines].map(([, name, value]) => [name!, Number(value)]));
}

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const never = { lastStartedAt: null, lastFinishedAt: null, lastSucceededAt: null, failure: null };

describe('before any job has run', () => {
  it('the server is ready, and says that', async () => {
    await server.watch.check();
    expect(await readyz()).toEqual({
      code: 200,
      body: {
        status: 'ready',
        database: 'reachable',
        catalogue: { checkedAt: instant, problems: [] },
        jobs: { maintenance: never, purge: { ...never, overdue: null, overdueSince: null } },
        sealing: { lagSeconds: expect.any(Number), commitTimestamps: null },
      },
    });
  });

  it('the server is ready also where they may not be read, and the log says that', async () => {
    const { username } = new URL(server.database.applicationUrl);
    await asOwner(`revoke select on job_run from "${username}"`);
    try {
      const { code, body } = await readyz();
      expect({ code, jobs: body.jobs }).toEqual({ code: 200, jobs: undefined });
      expect((await gauges()).has('palimpsest_job_failed{job="purge"}')).toBe(false);
      expect(server.log.join('')).toContain('How the jobs stand could not be read.');
    } finally {
      await asOwner(`grant select on job_run to "${username}"`);
    }
  });

  it('the server is ready also where the database does not tell of them in time', async () => {
    const never = () => Promise.withResolvers<never>().promise;
    const silent = {
      catalogue: () => server.watch.state,
      areStatementsPrepared: () => true,
      jobs: never,
      sealing: never,
      migrations: never,
    };
    const { checkedAt } = server.watch.state;
    expect(await createReadiness(server.orm, silent)()).toEqual({
      status: 'ready',
      database: 'reachable',
      catalogue: { checkedAt, problems: [] },
    });
  });

  it('the metrics of jobs are absent', async () => {
    expect(await gauges()).toEqual(new Map([['palimpsest_catalogue_problems', 0]]));
  });
});

describe('the last purge', () => {
  it('is told with how far behind it is, and the server stays ready', async () => {
    const overdueSince = new Date(Date.now() - 3_600_000).toISOString();
    await run('purge', async () => ({ purged: { post: 1 }, overdue: 12, overdueSince }));
    expect(await readyz()).toMatchObject({
      code: 200,
      body: {
        status: 'ready',
        jobs: {
          purge: { lastStartedAt: instant, lastSucceededAt: instant, failure: null, overdue: 12, overdueSince },
          maintenance: never,
        },
      },
    });
    const measured = await gauges();
    expect([...measured.keys()]).toEqual([
      'palimpsest_job_last_success_timestamp_seconds{job="purge"}',
      'palimpsest_job_last_duration_seconds{job="purge"}',
      'palimpsest_job_failed{job="purge"}',
      'palimpsest_purge_overdue_records',
      'palimpsest_purge_overdue_seconds',
      'palimpsest_catalogue_problems',
    ]);
    const { body } = await readyz();
    expect(measured.get('palimpsest_job_last_success_timestamp_seconds{job="purge"}')).toBe(
      Date.parse(body.jobs.purge.lastSucceededAt) / 1000,
    );
    expect(measured.get('palimpsest_job_failed{job="purge"}')).toBe(0);
    expect(measured.get('palimpsest_purge_overdue_records')).toBe(12);
    expect(measured.get('palimpsest_purge_overdue_seconds')).toBeGreaterThanOrEqual(3600);
  });

  it('is not behind where nothing is overdue', async () => {
    await run('purge', async () => ({ overdue: 0, overdueSince: null }));
    const measured = await gauges();
    expect(measured.get('palimpsest_purge_overdue_records')).toBe(0);
    expect(measured.get('palimpsest_purge_overdue_seconds')).toBe(0);
  });

  it('is told to have failed, and why, without values', async () => {
    await run('purge', () => Promise.reject(new Error('hunter2'))).catch(() => undefined);
    const { code, body } = await readyz();
    expect(code).toBe(200);
    expect(body).toMatchObject({
      jobs: { purge: { lastSucceededAt: null, failure: 'It ended with Error; the log of its instance says more.' } },
    });
    expect((await gauges()).get('palimpsest_job_failed{job="purge"}')).toBe(1);
  });
});

describe('a run that cannot be told', () => {
  it.each([`'-infinity', null`, `'0044-03-15 BC', null`, `now(), '[1, 2]'`, `now(), 'null'`])(
    'is refused by the database, and where it is there hides no other: %s',
    async (values) => {
      const forge = () => asOwner(`insert into job_run (name, started_at, report) values ('forged', ${values})`);
      await expect(forge()).rejects.toThrow('job_run_readable');
      await run('purge', async () => ({ overdue: 0, overdueSince: null }));
      const [{ definition }] = (
        await asOwner(
          `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'job_run_readable'`,
        )
      ).rows as [{ definition: string }];
      await asOwner('alter table job_run drop constraint job_run_readable');
      try {
        await forge();
        expect((await readyz()).body.jobs).toMatchObject({ purge: { lastSucceededAt: instant } });
        expect((await gauges()).get('palimpsest_job_failed{job="purge"}')).toBe(0);
      } finally {
        await asOwner('delete from job_run');
        await asOwner(`alter table job_run add constraint job_run_readable ${definition}`);
      }
    },
  );
});

describe('a catalogue with a fault', () => {
  const condition = "tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)";

  it.each([
    ['alter table tag disable trigger tag_version', 'the trigger tag_version of tag is disabled'],
    ['alter table tag disable row level security', 'row level security of tag is not enabled'],
    ['alter policy tenant on tag using (true)', 'the policy tenant of tag does not look at the tenant'],
    ['grant truncate on entity_version to $role', 'the role $role has TRUNCATE on entity_version'],
  ])('makes the server unready and is named, until it is mended: %s', async (statement, problem) => {
    const role = new URL(server.database.applicationUrl).username;
    await asOwner(statement.replace('$role', role));
    await server.watch.check();
    expect(await readyz()).toMatchObject({
      code: 503,
      body: {
        status: 'unavailable',
        database: 'reachable',
        catalogue: { checkedAt: instant, problems: [problem.replace('$role', role)] },
      },
    });
    expect((await gauges()).get('palimpsest_catalogue_problems')).toBe(1);
    await asOwner(`alter table tag enable trigger tag_version, enable row level security;
      alter policy tenant on tag using (${condition}); revoke truncate on entity_version from ${role}`);
    await server.watch.check();
    expect((await readyz()).code).toBe(200);
  });
});
