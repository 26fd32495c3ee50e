import { describe, expect, it } from 'vitest';
import type { TakenKey } from '../../../src/versioning/undo/key-holders.js';
import { precedencesOf } from '../../../src/versioning/undo/precedences.js';
import type { UndoStep } from '../../../src/versioning/undo/undo-plan.js';
import { deletionOf, ownedBy, updateOf } from './steps.js';

const taking = (step: UndoStep, entityId: string, isGivenUp: boolean): TakenKey => ({
  step,
  holder: { entityType: 'Branch', entityId, version: 1 },
  isGivenUp,
  fields: ['name'],
  putFields: ['name'],
});
const nothing = { owned: [], present: new Map(), keys: [] };

describe('Before the step', () => {
  it('that takes a key comes who gives it up, and nobody who keeps it', () => {
    const [a, b, c] = [updateOf('a'), updateOf('b'), updateOf('c')];
    const keys = [taking(a, 'b', true), taking(c, 'd', false)];
    expect(precedencesOf([a, b, c], { ...nothing, keys })).toEqual([
      { before: 'b', after: 'a', kind: 'earlier', isKey: true },
    ]);
  });

  it('that takes a key comes what takes its holder along', () => {
    const a = updateOf('a');
    const steps = [a, deletionOf('b'), { ...deletionOf('c'), causeId: 'b' }];
    expect(precedencesOf(steps, { ...nothing, keys: [taking(a, 'c', true)] })).toEqual([
      { before: 'b', after: 'a', kind: 'earlier', isKey: true },
    ]);
  });

  it('that deletes an owner comes what moves away from it, and not what goes with it', () => {
    const steps = [deletionOf('a'), updateOf('b'), { ...deletionOf('c'), causeId: 'a' }];
    const owned = [ownedBy('a', 'b'), ownedBy('a', 'c'), ownedBy('a', 'x')];
    expect(precedencesOf(steps, { ...nothing, owned })).toEqual([
      { before: 'b', after: 'a', kind: 'earlier', isKey: false },
    ]);
  });
});
