import fc from 'fast-check';
import { it } from 'vitest';
import { live, randomLife } from './random/random-life.js';

it('Whatever becomes of an entity, its versions mean what they meant', { tags: ['slow'] }, async () => {
  await fc.assert(fc.asyncProperty(randomLife, live), {
    numRuns: 8,
    // Each attempt is a database.
    endOnFailure: true,
  });
});
