import fc from 'fast-check';
import { expect, it } from 'vitest';
import { live, randomLife } from './random/random-life.js';

const minutes = 20;

/** As many lives as there is time for, and not those alone that the suite has: `npm run histories`. Each that fails is told. */
it(
  'Whatever becomes of an entity, its versions mean what they meant',
  { timeout: (minutes + 5) * 60_000 },
  async () => {
    const seed = Math.floor(Math.random() * 1e9);
    const end = performance.now() + minutes * 60_000;
    let [lived, failed] = [0, 0];
    for (const steps of fc.sample(randomLife, { seed, numRuns: 2000 })) {
      if (performance.now() > end) break;
      lived += 1;
      await live(steps).catch((error: unknown) => {
        failed += 1;
        console.error(`Life ${lived} of seed ${seed}: ${JSON.stringify(steps)}`, error);
      });
    }
    console.log(`${lived} lives of seed ${seed}`);
    expect(failed).toBe(0);
  },
);
