import { expect } from 'vitest';
import type { Requirement } from './requirement.js';

/** Making a record equal to an earlier version of itself, and changing nothing. */
export const reversion: Requirement[] = [
  {
    id: 'R-01',
    sentence: "MUST make, by revert, a new version that equals the old version's state",
    async check(records) {
      const created = await records.create();
      await records.touch(created.id, 1);
      const reverted = await records.revert(created.id, 2, 1);
      expect(reverted).toMatchObject({ version: 3, createdAt: created.createdAt });
      expect(reverted.state).toEqual(created.state);
      expect((await records.read(created.id))?.state).toEqual(created.state);
    },
  },
  {
    id: 'R-02',
    sentence: 'MUST answer NOT_FOUND for a version to revert to that there is not',
    async check(records) {
      const { id } = await records.create();
      for (const toVersion of [2, 0, -1]) {
        const { extensions } = await records.refused('revert', { id, expectedVersion: 1, toVersion });
        expect(extensions.code).toBe('NOT_FOUND');
      }
    },
  },
  {
    id: 'R-03',
    sentence:
      'MUST be able to revert to a version that was a deletion: its state is what counts, not that it was deleted',
    async check(records) {
      const { id, state } = await records.create();
      await records.delete(id, 1);
      await records.restore(id, 2);
      await records.touch(id, 3);
      const reverted = await records.revert(id, 4, 2);
      expect(reverted).toMatchObject({ version: 5, deletedAt: null });
      expect(reverted.state).toEqual(state);
    },
  },
  {
    id: 'N-01',
    sentence: 'MUST write nothing where nothing changes: the same version, and no change set',
    async check(records) {
      const { id } = await records.create();
      const { state, updatedAt } = await records.touch(id, 1);
      await records.touch(id, 2);
      await records.revert(id, 3, 2);
      const before = await records.world.ledger();
      const present = await records.read(id);
      const nothing = [
        await records.update(id, 4, {}),
        await records.update(id, 4, state),
        await records.revert(id, 4, 4),
        await records.revert(id, 4, 2),
      ];
      for (const changed of nothing) expect(changed).toEqual({ ...present, changeSet: null });
      expect(present?.updatedAt).not.toBe(updatedAt);
      expect(await records.world.ledger()).toBe(before);
    },
  },
];
