import { expect, it } from 'vitest';
import { standingUndos } from '../../../src/versioning/read/history/standing-undos.js';

/** Undos that undo each other in a row, latest first: the last one undoes `0`. */
const chain = (length: number) =>
  Array.from({ length }, (_, n) => ({ id: String(length - n), of: String(length - n - 1) }));

it('an undo stands unless one that stands has undone it, however long the chain is', () => {
  for (const length of [1, 2, 3, 50_000, 50_001]) {
    expect(standingUndos(['0'], chain(length)).get('0')).toBe(length % 2 === 1 ? '1' : undefined);
  }
});

it('of several the latest that stands is told', () => {
  const undos = [
    { id: 'd', of: 'c' },
    { id: 'c', of: 'x' },
    { id: 'b', of: 'x' },
    { id: 'a', of: 'x' },
  ];
  expect([...standingUndos(['x', 'y'], undos)]).toEqual([['x', 'b']]);
});

it('what claims to undo itself, or each other, undoes nothing', () => {
  const undos = [
    { id: 'self', of: 'self' },
    { id: 'a', of: 'b' },
    { id: 'b', of: 'a' },
  ];
  expect(standingUndos(['self', 'a', 'b'], undos).size).toBe(0);
});
