import { describe, expect, it } from 'vitest';
import { endLeft, stopAt } from '../../bench/stops/stop-at.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/**
 * In the middle of making the database, of migrating it, of the demo, and once it runs; on a slower machine, earlier in
 * it.
 */
const moments = [700, 1500, 2500, 4000, 7000];

describe('the server process that is told to end', () => {
  it.each(moments)(
    '%d ms after its first start ends with 0, and its database with it; and so at the next',
    async (ms) => {
      const dataDir = await temporaryFolder();
      for (const stop of [await stopAt(dataDir, ms), await stopAt(dataDir, ms / 2)]) {
        await endLeft(dataDir);
        // Before Node has begun to run the program, a signal ends it.
        expect(stop.signal === 'SIGTERM' && stop.stderr === '' ? 0 : stop.code).toBe(0);
        expect(stop.left).toEqual([]);
        expect(stop.stderr).not.toMatch(/^ +at /m);
      }
    },
  );
});
