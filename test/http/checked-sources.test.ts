import { expect, it } from 'vitest';
import { CheckedSources } from '../../src/http/limits/checked-sources.js';

const mostTokens = 1000;

it('refuses a document each time it comes', () => {
  const sources = new CheckedSources(2);
  for (let time = 0; time < 3; time++) expect(() => sources.check('{ viewer { id } }')).toThrow('more than 2 tokens');
  expect(sources.size).toBe(0);
});

it('remembers one that has passed once, and is filled by no number of them', () => {
  const sources = new CheckedSources(mostTokens);
  const document = (n: number) => `{ viewer { id } } # ${n} ${' '.repeat(16_000)}`;
  sources.check(document(0));
  sources.check(document(0));
  expect(sources.size).toBe(document(0).length);
  for (let n = 0; n < 600; n++) sources.check(document(n));
  expect(sources.size).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(sources.size).toBeGreaterThan(3 * 1024 * 1024);
});

it('keeps no document that is long', () => {
  const sources = new CheckedSources(mostTokens);
  sources.check(`{ viewer { id } } # ${' '.repeat(20_000)}`);
  expect(sources.size).toBe(0);
});
