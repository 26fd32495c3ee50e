import { expect, it } from 'vitest';
import { verifyPassword } from '../../src/auth/password.js';
import { Queue, QueueFull } from '../../src/auth/queue.js';

/** Work that ends when it is told to, and who has begun so far. */
function workshop() {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const work = (n: number) => () => {
    begun.push(n);
    return new Promise<number>((resolve) => ends.set(n, () => resolve(n)));
  };
  return { begun, work, end: (n: number) => ends.get(n)!() };
}

it('does so much at once, the rest in turn, and refuses what would wait too long', async () => {
  const queue = new Queue(2, 2);
  const { begun, work, end } = workshop();
  const results = [1, 2, 3, 4].map((n) => queue.run(work(n)));
  await expect(queue.run(work(5))).rejects.toThrow(QueueFull);
  expect(begun).toEqual([1, 2]);
  end(2);
  expect(await results[1]).toBe(2);
  expect(begun).toEqual([1, 2, 3]);
  end(1);
  end(3);
  await results[2];
  end(4);
  expect(await Promise.all(results)).toEqual([1, 2, 3, 4]);
});

it('goes on after what failed', async () => {
  const queue = new Queue(1);
  const failed = queue.run(() => Promise.reject(new Error('no')));
  const next = queue.run(async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});

it('lets only so many strangers wait for their password to be checked', async () => {
  const checks = await Promise.allSettled(Array.from({ length: 60 }, () => verifyPassword('a wrong password', null)));
  const refused = checks.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(10);
  for (const { reason } of refused as PromiseRejectedResult[]) expect(reason).toBeInstanceOf(QueueFull);
});
