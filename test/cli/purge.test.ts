import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withJobLock } from '../../src/database/client/job-lock.js';
import { readJobStates } from '../../src/jobs/job-states.js';
import { jobsOfServer } from '../../src/server.js';
import { dataOf } from '../support/graphql-client.js';
import { runProgram } from '../support/run-program.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { withSuperuser } from '../versioning/superuser.js';

let server: TestServer;
let orm: TestServer['orm'];
let database: TestServer['database'];

beforeAll(async () => {
  server = await startTestServer();
  ({ orm, database } = server);
});

afterAll(() => server.stop());

const purge = (...options: string[]) =>
  runProgram('cli/main.js', ['purge', ...options], { DATABASE_URL: database.applicationUrl });

let tags = 0;
async function deletedTag(): Promise<string> {
  const created = await server.graphql<{ createTag: { tag: { id: string } } }>(
    'mutation ($name: String!) { createTag(input: { name: $name }) { tag { id } } }',
    { name: `tag ${++tags}` },
  );
  const { id } = dataOf(created).createTag.tag;
  dataOf(
    await server.graphql('mutation ($id: ID!) { deleteTag(input: { id: $id, expectedVersion: 1 }) { tag { id } } }', {
      id,
    }),
  );
  return id;
}

describe('palimpsest purge', () => {
  it('is refused in one sentence while another purge is under way, and may say then what would go', async () => {
    await withJobLock(database.applicationUrl, 'purge', async () => {
      const stderr = 'Another purge is under way on this database; try again when it has ended.\n';
      expect(await purge()).toEqual({ code: 1, stdout: '', stderr });
      expect(await purge('--dry-run')).toEqual({ code: 0, stdout: 'Would purge nothing.\n', stderr: '' });
    });
    expect((await readJobStates(orm)).purge.lastStartedAt).toBeNull();
  });

  it('is recorded as a run like those of the server', async () => {
    expect(await purge()).toEqual({ code: 0, stdout: 'Purged nothing.\n', stderr: '' });
    expect((await readJobStates(orm)).purge).toMatchObject({ failure: null, overdue: 0, overdueSince: null });
  });

  it('says what would go, and then lets it go', async () => {
    await deletedTag();
    await deletedTag();
    expect((await purge()).stdout).toBe('Purged nothing.\n');
    expect((await purge('--dry-run', '--older-than', '0')).stdout).toBe('Would purge 2 Tag.\n');
    expect((await purge('--older-than', '1')).stdout).toBe('Purged nothing.\n');
    expect(await purge('--older-than', '0')).toEqual({ code: 0, stdout: 'Purged 2 Tag.\n', stderr: '' });
    const sources = await withSuperuser(server, (query) =>
      query(
        `select distinct s.source, s.reason from audit_entry a join change_set s on s.id = a.change_set_id where a.action = 'tag.purge'`,
      ),
    );
    expect(sources).toEqual([{ source: 'CLI', reason: 'Purge of what was deleted more than 0 days ago.' }]);
  });

  it.each(['-1', '1.5', 'soon', '1e3'])('refuses %s days in one sentence', async (days) => {
    const { code, stdout, stderr } = await purge(`--older-than=${days}`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/whole number of days, 0 or more\.\n$/);
  });
});

describe('the server', () => {
  it('purges as it is scheduled', async () => {
    const [, job] = jobsOfServer(orm, { purgeSchedule: '17 * * * *' });
    expect(job).toMatchObject({ name: 'purge', schedule: '17 * * * *' });
    expect(await job?.run(new AbortController().signal)).toMatchObject({ purged: {}, overdue: 0 });
    expect(jobsOfServer(orm, {}).map(({ name }) => name)).toEqual(['maintenance']);
  });

  it('keeps the months of the audit log', async () => {
    const [job] = jobsOfServer(orm, {});
    const report = await job?.run(new AbortController().signal);
    expect(report).toEqual({ auditMonthsAdded: 0, auditMonthsDropped: 0 });
  });
});
