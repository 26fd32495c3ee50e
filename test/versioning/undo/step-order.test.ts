import { describe, expect, it } from 'vitest';
import { orderSteps, type Precedence } from '../../../src/versioning/undo/step-order.js';
import { mostRecords } from '../../../src/versioning/undo/changed-records.js';
import { chain, cpuSeconds, deletionOf, restorationOf, updateOf } from './steps.js';

const keyFrom = (before: string, after: string): Precedence => ({ before, after, kind: 'earlier', isKey: true });
const first = (before: string, after: string): Precedence => ({ before, after, kind: 'earlier', isKey: false });
const noLater = (before: string, after: string): Precedence => ({ before, after, kind: 'no later', isKey: false });

describe('Steps of an undo', () => {
  it('are made together where nothing depends on anything', () => {
    expect(orderSteps([updateOf('a'), deletionOf('b')], [])).toEqual({
      phases: [{ asides: [], steps: ['a', 'b'] }],
      ringed: new Set(),
    });
  });

  it('come after what they wait for, and with what need only not be later', () => {
    const steps = [updateOf('a'), updateOf('b'), restorationOf('c'), restorationOf('d')];
    const { phases } = orderSteps(steps, [keyFrom('b', 'a'), noLater('c', 'd'), keyFrom('a', 'd')]);
    expect(phases.map(({ steps: ids }) => ids)).toEqual([['b', 'c'], ['a'], ['d']]);
  });

  it('of a ring of keys have one record of it step aside, and none that only waits behind the ring', () => {
    const steps = ['a', 'b', 'c', 'd'].map((id) => updateOf(id));
    const precedences = [keyFrom('c', 'd'), keyFrom('b', 'c'), keyFrom('a', 'b'), keyFrom('b', 'a')];
    const { phases, ringed } = orderSteps(steps, precedences);
    expect(ringed).toEqual(new Set());
    expect(phases[0]).toEqual({ asides: [expect.stringMatching(/^[ab]$/)], steps: [] });
    expect(phases.flatMap(({ steps: ids }) => ids).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('of two rings that share a record have no more step aside than that takes', () => {
    const steps = ['a', 'b', 'c'].map((id) => updateOf(id));
    const precedences = [keyFrom('a', 'b'), keyFrom('b', 'a'), keyFrom('b', 'c'), keyFrom('c', 'b')];
    const { phases, ringed } = orderSteps(steps, precedences);
    expect(ringed).toEqual(new Set());
    expect(phases[0]!.asides.length).toBeLessThanOrEqual(2);
    expect(phases.flatMap(({ steps: ids }) => ids).toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('have no order where nothing of a ring can step aside, which is said of the ring alone', () => {
    const steps = [deletionOf('a'), updateOf('b'), updateOf('c')];
    const { ringed } = orderSteps(steps, [keyFrom('a', 'b'), first('b', 'a'), keyFrom('b', 'c')]);
    expect(ringed).toEqual(new Set(['a', 'b']));
  });

  it('of as many rings as there can be are put in order in little time', () => {
    const ids = chain(mostRecords);
    const precedences = ids.map((id, n) => keyFrom(id, ids[n % 2 === 0 ? n + 1 : n - 1]!));
    const steps = ids.map((id) => updateOf(id));
    expect(cpuSeconds(() => orderSteps(steps, precedences))).toBeLessThan(1);
  });
});
