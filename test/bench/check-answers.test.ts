import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../bench/compare/check-answers.js';
import { palimpsestDialect as dialect } from '../../bench/compare/dialects/palimpsest.js';
import type { Running } from '../../bench/compare/running.js';
import { type WorkloadName, workloads } from '../../bench/compare/workload.js';
import type { World } from '../../bench/compare/world.js';

/** Holds answers of two contestants against each other, each of which always answers the same. */
async function check(name: WorkloadName, ...answers: [unknown, unknown]): Promise<void> {
  const running = answers.map((answer, n) => ({
    contestant: { title: `Contestant ${n + 1}`, dialect },
    ask: async () => answer,
  }));
  const world = {
    posts: async (count: number) => Array.from({ length: count }, (_, n) => ({ id: `post ${n}`, version: 1 })),
  };
  const workload = workloads.find((one) => one.name === name)!;
  await checkAnswers(running as unknown as Running[], workload, world as unknown as World);
}

describe('What contestants answer', () => {
  const post = { id: 'post 0', version: 1, updatedAt: '2026-11-27 12:00:00.5+00' };

  it('is the same where the moments and the order of what has none are written otherwise', async () => {
    const tags = [{ name: 'a' }, { name: 'b' }];
    const other = { ...post, updatedAt: '2026-11-27T12:00:00.500Z', tags: tags.toReversed() };
    await check('list', { posts: { nodes: [{ ...post, tags }] } }, { posts: { nodes: [other] } });
  });

  it.each<[WorkloadName, unknown]>([
    ['point', { post: null }],
    ['list', { posts: { nodes: [], pageInfo: { hasNextPage: false } } }],
    ['history', { history: { nodes: [] } }],
  ])('is no answer where both have found nothing: %s', async (name, answer) => {
    await expect(check(name, answer, answer)).rejects.toThrow('Contestant 1 has found nothing');
  });

  it('is refused where one answers otherwise', async () => {
    await expect(check('point', { post }, { post: { ...post, version: 2 } })).rejects.toThrow(
      'Contestant 2 answers otherwise: point read',
    );
  });
});
