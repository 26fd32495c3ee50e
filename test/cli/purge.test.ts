import { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withJobLock } from '../../src/database/job-lock.js';
import { ormOptions } from '../../src/database/mikro-orm.config.js';
import { readJobStates } from '../../src/jobs/job-states.js';
import { jobsOfServer } from '../../src/server.js';
import { runProgram } from '../support/run-program.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let orm: MikroORM;

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
});

afterAll(async () => {
  await orm.close();
  await database.drop();
});

const purge = (...options: string[]) =>
  runProgram('cli/main.js', ['purge', ...options], { DATABASE_URL: database.applicationUrl });

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
