import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobLockLost, requireJobLock, withJobLock } from '../../src/database/client/job-lock.js';
import { StartupError } from '../../src/database/errors/startup-error.js';
import { asSuperuser } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  url = database.applicationUrl;
});

afterAll(() => database.drop());

const never = () => expect.fail('It must not work.');

/** Ends the backend of whoever holds a lock of two keys. */
const endHolder = () =>
  asSuperuser(database.superuserUrl, (client) =>
    client.query(
      `select pg_terminate_backend(pid, 5000) from pg_locks
        where locktype = 'advisory' and objsubid = 2 and database = (select oid from pg_database where datname = current_database())`,
    ),
  );

describe('the lock of a job', () => {
  it('lets one at a time work', async () => {
    const first = await withJobLock(url, 'purge', async () => [await withJobLock(url, 'purge', never), 'worked']);
    expect(first).toEqual([undefined, 'worked']);
    expect(await withJobLock(url, 'purge', async () => 'the next')).toBe('the next');
  });

  it('is another for each job', async () => {
    const inner = () => withJobLock(url, 'maintenance', async () => 'both');
    expect(await withJobLock(url, 'purge', inner)).toBe('both');
  });

  it('is given back by work that fails', async () => {
    const failing = withJobLock(url, 'purge', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await withJobLock(url, 'purge', async () => 'the next')).toBe('the next');
  });

  it('is free once its holder is killed, who is told', async () => {
    await withJobLock(url, 'purge', async (lost) => {
      await Promise.all([once(lost, 'abort'), endHolder()]);
      expect(lost.reason).toBeInstanceOf(JobLockLost);
      expect(await withJobLock(url, 'purge', async () => 'the next')).toBe('the next');
    });
  });

  it('refuses the second purge of a person in one sentence', async () => {
    await requireJobLock(url, 'purge', async () => {
      const second = requireJobLock(url, 'purge', never);
      await expect(second).rejects.toThrow(
        new StartupError('Another purge is under way on this database; try again when it has ended.'),
      );
    });
    expect(await requireJobLock(url, 'purge', async () => undefined)).toBeUndefined();
  });
});
