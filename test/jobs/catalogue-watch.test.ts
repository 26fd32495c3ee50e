import { MikroORM } from '@mikro-orm/postgresql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { CatalogueWatch } from '../../src/jobs/catalogue-watch.js';
import { asSuperuser } from '../support/cluster.js';
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

const run = (statement: string) => asSuperuser(database.superuserUrl, (client) => client.query(statement));

function watchWithLog() {
  const log: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => void log.push(JSON.parse(line)) });
  return { watch: new CatalogueWatch(orm, logger), log };
}

describe('the watch over the catalogue', () => {
  it('knows nothing before its first check, and then when that was', async () => {
    const { watch, log } = watchWithLog();
    expect(watch.state).toEqual({ checkedAt: null, problems: [] });
    await watch.check();
    expect(watch.state).toEqual({ checkedAt: expect.stringMatching(/^\d{4}-.*Z$/), problems: [] });
    expect(log).toEqual([]);
  });

  it('finds and logs a trigger that is disabled under the running server, until it is enabled', async () => {
    const { watch, log } = watchWithLog();
    await watch.check();
    await run('alter table post disable trigger post_history');
    await watch.check();
    const problems = ['the trigger post_history of post is disabled'];
    expect(watch.state.problems).toEqual(problems);
    expect(log).toMatchObject([{ level: 50, problems }]);
    await run('alter table post enable trigger post_history');
    await watch.check();
    expect(watch.state.problems).toEqual([]);
    expect(log.at(-1)).toMatchObject({ level: 30, msg: 'The database is protected again.' });
  });

  it.each([
    ['every hour', 3_600_000, false],
    ['every minute while something is wrong', 60_000, true],
  ])('checks %s, until it stops', async (_, period, isWrong) => {
    const [good, bad] = ['enable', 'disable'].map((how) => `alter table tag ${how} trigger tag_version`);
    const { watch } = watchWithLog();
    await run(isWrong ? bad! : good!);
    await watch.check();
    await run(isWrong ? good! : bad!);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    watch.start();
    vi.advanceTimersByTime(period - 1);
    await watch.stop();
    expect(watch.state.problems.length).toBe(isWrong ? 1 : 0);
    watch.start();
    vi.advanceTimersByTime(period);
    await watch.stop();
    expect(watch.state.problems.length).toBe(isWrong ? 0 : 1);
    const { state } = watch;
    vi.advanceTimersByTime(period);
    await watch.stop();
    expect(watch.state).toBe(state);
    vi.useRealTimers();
    await run(good!);
  });

  it('does not take the tables of a newer version for a fault', async () => {
    const { watch } = watchWithLog();
    await watch.check();
    const { state } = watch;
    const role = new URL(database.applicationUrl).username;
    await run(`create table project (id int); grant select on project to ${role};
      insert into migration (name, executed_at) values ('Migration20990101000000_project', now())`);
    await watch.check();
    expect(watch.state).toBe(state);
    const { watch: newer } = watchWithLog();
    await newer.check();
    expect(newer.state.problems).toEqual([`the role ${role} has SELECT on project`]);
  });
});
