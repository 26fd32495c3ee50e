import { describe, expect, it } from 'vitest';
import { jobsOf } from '../../src/jobs/jobs-of.js';

const purge = async () => ({ purged: {} });
const signal = new AbortController().signal;

describe('the jobs of a server', () => {
  it('are none where there is nothing to do', () => {
    expect(jobsOf({ maintenance: {} }, '17 * * * *')).toEqual([]);
  });

  it('purge as it is scheduled, or not at all', () => {
    expect(jobsOf({ maintenance: {}, purge }, '0 3 * * *')).toEqual([
      { name: 'purge', schedule: '0 3 * * *', run: purge },
    ]);
    expect(jobsOf({ maintenance: {}, purge }, undefined)).toEqual([]);
  });

  it('do the steps of maintenance in turn, at the start too, and report each', async () => {
    const done: string[] = [];
    const step = (name: string, count: number) => async () => (done.push(name), count);
    const [job] = jobsOf({ maintenance: { added: step('added', 2), dropped: step('dropped', 1) } }, undefined);
    expect(job).toMatchObject({ name: 'maintenance', atStart: true });
    expect(await job?.run(signal)).toEqual({ added: 2, dropped: 1 });
    expect(done).toEqual(['added', 'dropped']);
  });

  it('begin no further step of maintenance once asked to end', async () => {
    const ending = new AbortController();
    const first = async () => (ending.abort(), 1);
    const [job] = jobsOf({ maintenance: { first, second: async () => expect.fail('not begun') } }, undefined);
    await expect(job?.run(ending.signal)).rejects.toThrow(/abort/);
  });
});
