import { expect, it } from 'vitest';
import { Queue } from '../../src/auth/queue.js';

/** Work of somebody in a queue that ends when it is told to, and who has begun so far. */
function workshop(queue: Queue) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (name: string, signal?: AbortSignal) =>
    queue.run({ of: name[0]!, signal }, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  const end = async (name: string) => {
    ends.get(name)!();
    await new Promise(setImmediate);
  };
  return { begun, start, end };
}

it('does so much at once and the rest in turn', async () => {
  const { begun, start, end } = workshop(new Queue({ atOnce: 2 }));
  const results = ['a', 'b', 'c', 'd'].map((name) => start(name));
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c', 'd']) await end(name);
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
});

it('gives one half of what is done and of what waits, and the next to who wants the least', async () => {
  const { begun, start, end } = workshop(new Queue({ atOnce: 2, longest: 6 }));
  const results = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'c1'].map((name) => start(name));
  await expect(start('a5')).rejects.toMatchObject({ name: 'QueueFull', isOnesOwn: true });
  expect(begun).toEqual(['a1', 'b1']);
  await end('b1');
  expect(begun).toEqual(['a1', 'b1', 'c1']);
  await end('c1');
  expect(begun).toEqual(['a1', 'b1', 'c1', 'b2']);
  for (const name of ['b2', 'b3']) await end(name);
  // Although nobody else wants the other place.
  expect(begun).toEqual(['a1', 'b1', 'c1', 'b2', 'b3']);
  for (const name of ['a1', 'a2', 'a3', 'a4']) await end(name);
  await Promise.all(results);
});

it('takes into a full queue who wants less than another, in whose place, and refuses the rest', async () => {
  const { begun, start, end } = workshop(new Queue({ atOnce: 1, longest: 4 }));
  const first = start('x1');
  const waiting = ['a1', 'a2', 'b1', 'b2', 'c1'].map((name) => start(name));
  await expect(waiting[3]).rejects.toMatchObject({ isOnesOwn: true });
  const last = start('d1');
  await expect(waiting[1]).rejects.toMatchObject({ isOnesOwn: true });
  await expect(start('e1')).rejects.toMatchObject({ name: 'QueueFull', isOnesOwn: false });
  for (const name of ['x1', 'a1', 'b1', 'c1', 'd1']) await end(name);
  expect(begun).toEqual(['x1', 'a1', 'b1', 'c1', 'd1']);
  await Promise.all([first, last, waiting[0], waiting[2], waiting[4]]);
});

it('is left by whoever is ended, waiting or about to', async () => {
  const { begun, start, end } = workshop(new Queue({ atOnce: 1, longest: 2 }));
  const leaving = new AbortController();
  const first = start('a', leaving.signal);
  const second = start('b', leaving.signal);
  const third = start('c');
  leaving.abort(new Error('left'));
  await expect(second).rejects.toThrow('left');
  await expect(start('b', leaving.signal)).rejects.toThrow('left');
  await end('a');
  expect(begun).toEqual(['a', 'c']);
  await end('c');
  expect(await Promise.all([first, third])).toEqual(['a', 'c']);
});

it('goes on after what failed', async () => {
  const queue = new Queue({ atOnce: 1 });
  const failed = queue.run({ of: 'a' }, () => Promise.reject(new Error('no')));
  const next = queue.run({ of: 'b' }, async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});
