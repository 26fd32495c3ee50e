import { expect, it } from 'vitest';
import { untypedChanges, untypedDiff } from '../../../src/versioning/read/differences/untyped-diff.js';

const state = (values: object, changed: readonly string[] = []) => ({
  columns: { notes: values },
  dropped: { plan: values },
  changed,
});

it('tells nothing of documents that were changed and set back', () => {
  expect(untypedDiff(state({ a: 1 }), state({ a: 1 }), ['notes', '$plan'])).toEqual([]);
});

it('tells of documents that a version changed though they read alike', () => {
  const [before, after] = [state({ a: 1 }), state({ a: 1 }, ['notes', '$plan'])];
  expect(untypedChanges(before, after).map(({ field }) => field)).toEqual(['notes', 'plan']);
});
