import { describe, expect, it } from 'vitest';
import { type Claimant, FairShare } from '../../src/http/limits/fair-share.js';

const never = new AbortController().signal;
const claimant = (organization: string, principal: string): Claimant => ({ organization, principal });

/** Holds a turn until it is told to end. */
function hold(share: FairShare, of: Claimant, signal = never) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isAtWork = false;
  const done = share.run(of, signal, async () => {
    isAtWork = true;
    await promise;
  });
  return { done, end: resolve, isAtWork: () => isAtWork };
}

const nextTurn = () => new Promise(setImmediate);

describe('turns at the database', () => {
  it('go to one principal for a half and to one organization for three quarters, and the rest is for others', async () => {
    const share = new FairShare({ size: 8, patienceMs: 60_000 });
    const ada = Array.from({ length: 5 }, () => hold(share, claimant('acme', 'ada')));
    const bob = Array.from({ length: 3 }, () => hold(share, claimant('acme', 'bob')));
    const eve = hold(share, claimant('globex', 'ada'));
    expect(ada.map(({ isAtWork }) => isAtWork())).toEqual([true, true, true, true, false]);
    expect(bob.map(({ isAtWork }) => isAtWork())).toEqual([true, true, false]);
    expect(eve.isAtWork()).toBe(true);
    for (const { end } of [...ada, ...bob, eve]) end();
    await Promise.all([...ada, ...bob, eve].map(({ done }) => done));
  });

  it('go first to whose organization holds the fewest, whoever has waited for longer', async () => {
    const share = new FairShare({ size: 4, patienceMs: 60_000 });
    const held = ['ada', 'bob', 'cid'].map((name) => hold(share, claimant('acme', name)));
    const other = hold(share, claimant('globex', 'eve'));
    const waiting = [hold(share, claimant('globex', 'fay')), hold(share, claimant('initech', 'gus'))] as const;
    held[0]!.end();
    await nextTurn();
    expect(waiting.map(({ isAtWork }) => isAtWork())).toEqual([false, true]);
    held[1]!.end();
    await nextTurn();
    expect(waiting.map(({ isAtWork }) => isAtWork())).toEqual([true, true]);
    for (const { end } of [...held, other, ...waiting]) end();
    await Promise.all([...held, other, ...waiting].map(({ done }) => done));
  });

  it('that do not come in time are refused with the reason: one has too many oneself, or all are taken', async () => {
    const share = new FairShare({ size: 2, patienceMs: 1 });
    const mine = hold(share, claimant('acme', 'ada'));
    await expect(hold(share, claimant('acme', 'ada')).done).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      message: 'You have as many operations under way as may be at a time (1); try again when one has ended.',
      details: { retryAfterSeconds: 1 },
    });
    await expect(hold(share, claimant('acme', 'bob')).done).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      message: expect.stringMatching(/^Your organization has /) as string,
    });
    const other = hold(share, claimant('globex', 'eve'));
    await expect(hold(share, claimant('initech', 'gus')).done).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    mine.end();
    other.end();
    await Promise.all([mine.done, other.done]);
  });

  it('are given up by who leaves, before and after they came', async () => {
    const share = new FairShare({ size: 1, patienceMs: 60_000 });
    const leaving = new AbortController();
    const first = hold(share, claimant('acme', 'ada'), leaving.signal);
    const second = hold(share, claimant('globex', 'eve'), leaving.signal);
    const third = hold(share, claimant('initech', 'gus'));
    leaving.abort(new Error('left'));
    await expect(second.done).rejects.toThrow('left');
    await expect(hold(share, claimant('acme', 'ada'), leaving.signal).done).rejects.toThrow('left');
    first.end();
    await nextTurn();
    expect(third.isAtWork()).toBe(true);
    third.end();
    await third.done;
  });
});
