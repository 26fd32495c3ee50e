import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { expectPlan, planHash } from '../../../src/versioning/undo/plan-hash.js';

const request = { changeSet: '0197f3a0-0000-7000-8000-000000000001' };
const looking = (versions: Readonly<Record<string, number>>, shape = 1) => ({
  steps: [],
  looked: Object.entries(versions).map(([entityId, version]) => ({ entityType: 'Post', entityId, version, shape })),
});

/** Two ids whose digests begin with the same three bytes. */
function lookAlikes(): readonly [string, string] {
  const seen = new Map<string, string>();
  for (let n = 0; ; n += 1) {
    const id = `0197f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
    const start = createHash('sha256').update(id).digest('hex').slice(0, 6);
    const other = seen.get(start);
    if (other !== undefined) return [other, id];
    seen.set(start, id);
  }
}

it('tells of the records that have moved, and of none whose id merely looks like that of another', () => {
  const [still, moving] = lookAlikes();
  const hash = planHash(request, looking({ [still]: 1, [moving]: 7 }));
  const plan = looking({ [still]: 1, [moving]: 8 });
  const refusal = () => expectPlan(hash, request, { ...plan, hash: planHash(request, plan) } as never);
  expect(refusal).toThrow(
    expect.objectContaining({
      details: { moved: [{ entityType: 'Post', id: moving, version: 7, currentVersion: 8 }] },
    }),
  );
});

it('is another once values are read in another shape', () => {
  const id = '0197f3a0-0000-7000-8000-000000000002';
  expect(planHash(request, looking({ [id]: 1 }, 2))).not.toBe(planHash(request, looking({ [id]: 1 }, 1)));
});
