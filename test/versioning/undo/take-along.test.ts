import { describe, expect, it } from 'vitest';
import { mostRecords } from '../../../src/versioning/undo/changed-records.js';
import type { Decisions } from '../../../src/versioning/undo/merge-fields.js';
import { takeAlong, withCauses } from '../../../src/versioning/undo/take-along.js';
import type { UndoStep } from '../../../src/versioning/undo/undo-plan.js';
import { UndoChoice } from '../../../src/versioning/undo/undo-request.js';
import { chain, cpuSeconds, deletionOf, ownedBy, restorationOf, updateOf } from './steps.js';

const deciding =
  (choices: Readonly<Record<string, UndoChoice>>) =>
  (id: string): Decisions =>
    new Map(choices[id] ? [['children', choices[id]]] : []);
const undecided = deciding({});
const operations = (steps: readonly UndoStep[]) =>
  Object.fromEntries(steps.map(({ entityId, operation }) => [entityId, operation]));
const inChain = (ids: readonly string[]) => ids.slice(1).map((id, n) => ownedBy(ids[n]!, id));

describe('What a deletion takes along', () => {
  it('is a conflict of the owner as long as nobody decides', () => {
    expect(takeAlong([deletionOf('a')], [ownedBy('a', 'c'), ownedBy('a', 'b')], undecided)).toMatchObject([
      { entityId: 'a', conflicts: [{ field: 'children', base: [], theirs: ['b', 'c'], yours: [] }] },
    ]);
  });

  it('goes, with all that it owns itself, where that is decided for the former', () => {
    const taken = takeAlong(
      [deletionOf('a')],
      [ownedBy('a', 'b'), ownedBy('b', 'c')],
      deciding({ a: UndoChoice.FORMER }),
    );
    expect(operations(taken)).toEqual({ a: 'DELETE', b: 'DELETE', c: 'DELETE' });
    expect(taken.flatMap(({ conflicts }) => conflicts)).toEqual([]);
  });

  it('keeps its owner, and that one its own, where that is decided for the present', () => {
    const owned = [ownedBy('a', 'b'), ownedBy('b', 'c')];
    const kept = takeAlong(
      [deletionOf('a'), deletionOf('b')],
      owned,
      deciding({ a: UndoChoice.PRESENT, b: UndoChoice.PRESENT }),
    );
    expect(kept).toEqual([]);
  });

  it('is not what the plan gives another owner', () => {
    expect(
      operations(takeAlong([deletionOf('a'), updateOf('b', { parentId: 'x' })], [ownedBy('a', 'b')], undecided)),
    ).toEqual({ a: 'DELETE', b: 'UPDATE' });
  });

  it.each([
    ['goes', UndoChoice.FORMER],
    ['stays', UndoChoice.PRESENT],
  ])('%s in little time, however deep it is', (_what, keep) => {
    const ids = chain(mostRecords);
    const choices = Object.fromEntries(ids.map((id) => [id, keep]));
    const steps = ids
      .slice(0, -1)
      .map((id, n) => (keep === UndoChoice.FORMER && n > 0 ? updateOf(id) : deletionOf(id)));
    for (const given of [steps, steps.toReversed()]) {
      expect(cpuSeconds(() => takeAlong(given, inChain(ids), deciding(choices)))).toBeLessThan(1);
    }
  });
});

describe('The cause of a step', () => {
  const ownersIn = (owners: Readonly<Record<string, string>>) => (step: UndoStep) =>
    Object.hasOwn(owners, step.entityId) ? [owners[step.entityId]!] : [];
  const causes = (steps: readonly UndoStep[]) =>
    Object.fromEntries(steps.map(({ entityId, causeId }) => [entityId, causeId]));

  it('is the owner at the top of those that go, or come back, with it', () => {
    const steps = [deletionOf('c'), deletionOf('b'), deletionOf('a'), restorationOf('d'), updateOf('e')];
    expect(causes(withCauses(steps, ownersIn({ c: 'b', b: 'a', a: 'x', d: 'a', e: 'a' })))).toEqual({
      a: null,
      b: 'a',
      c: 'a',
      d: null,
      e: null,
    });
  });

  it('is one for all of a ring and what hangs on it', () => {
    const steps = ['a', 'b', 'c'].map((id) => deletionOf(id));
    expect(causes(withCauses(steps, ownersIn({ a: 'b', b: 'a', c: 'a' })))).toEqual({ a: 'b', b: null, c: 'b' });
  });

  it.each([
    ['top', (ids: string[]) => ids],
    ['bottom', (ids: string[]) => ids.toReversed()],
  ])('is found in little time from the %s of as long a chain as there can be', (_from, order) => {
    const ids = chain(mostRecords);
    const owners = Object.fromEntries(ids.slice(1).map((id, n) => [id, ids[n]!]));
    const steps = order(ids).map((id) => deletionOf(id));
    let caused: UndoStep[] = [];
    expect(cpuSeconds(() => (caused = withCauses(steps, ownersIn(owners))))).toBeLessThan(1);
    expect(new Set(caused.map(({ causeId }) => causeId))).toEqual(new Set([null, 'r0']));
  });
});
