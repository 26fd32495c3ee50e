import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shrinkingPage, shrinkingPages } from '../../console/src/api/shrinking-page.js';
import { pollWhileVisible } from '../../console/src/app/poll.js';
import {
  activityFilter,
  activityParameters,
  changeSetFilter,
  fieldsToFilter,
  noFilter,
} from '../../console/src/model/activity-filter.js';
import { hasNews, mergedFeed, nameOfMade, reaches } from '../../console/src/model/change-set.js';
import { recordsNamed } from '../../console/src/model/named-values.js';
import {
  chosenSteps,
  decisionOf,
  noChoices,
  openIn,
  type UndoStep,
  undoRequest,
  withAll,
  withDecision,
  withRecord,
} from '../../console/src/model/undo-choices.js';
import { PalimpsestError } from '../../sdk/src/index.js';
import { catalogue } from './sample-type.js';

describe('The filter of activity', () => {
  const filter = {
    actor: 'ada',
    type: 'Post',
    operation: 'UPDATE',
    field: 'isPinned',
    value: 'true',
    reason: 'a & b',
    source: 'SQL',
    from: '2026-01-01T00:00:00.000001Z',
    to: '2026-02-01T00:00:00Z',
  };

  it('stands in the address, and is asked as it stands there', () => {
    const address = new URLSearchParams(activityParameters(filter).toString());
    expect(activityFilter(catalogue, address)).toEqual(filter);
    expect(changeSetFilter(catalogue, filter)).toEqual({
      actorId: 'ada',
      entityType: ['Post'],
      operation: ['UPDATE'],
      field: 'isPinned',
      value: true,
      reason: 'a & b',
      source: 'SQL',
      from: filter.from,
      to: filter.to,
    });
    expect(activityParameters(noFilter).toString()).toBe('');
    expect(changeSetFilter(catalogue, noFilter)).toBeUndefined();
  });

  it('leaves out what the server would not know', () => {
    const strange = { type: 'Nothing', operation: 'EAT', field: 'password', value: 'x', source: 'TELEX', from: 'once' };
    expect(activityFilter(catalogue, new URLSearchParams(strange))).toEqual(noFilter);
    expect(fieldsToFilter(catalogue, 'Post')).toContain('tagIds');
  });

  it('takes a value as its field has it', () => {
    const of = (field: string, value: string) => changeSetFilter(catalogue, { ...noFilter, field, value })?.value;
    expect(of('title', '12')).toBe('12');
    expect(of('price', '1.50')).toBe('1.50');
    expect(of('tagIds', '["a"]')).toEqual(['a']);
    expect(() => of('tagIds', 'a')).toThrow(/no JSON/);
  });
});

describe('A feed', () => {
  const entries = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
  const asFeed = (ids: readonly number[]) => ids.map((id) => ({ id: String(id) }));

  it('has each change set once, what is new first, and loses none', () => {
    fc.assert(
      fc.property(entries, entries, (known, fresh) => {
        const merged = mergedFeed(asFeed(known), asFeed(fresh)).map(({ id }) => Number(id));
        expect(merged.slice(0, fresh.length)).toEqual(fresh);
        expect(merged.slice(fresh.length)).toEqual(known.filter((id) => !fresh.includes(id)));
        const isKnown = fresh.every((id) => known.includes(id));
        expect(hasNews(asFeed(known), fresh.map(String))).toBe(!isKnown);
      }),
    );
    expect(reaches(asFeed([3, 2]), asFeed([5, 4]))).toBe(false);
    expect(reaches(asFeed([3, 2]), asFeed([4, 3]))).toBe(true);
  });

  it('names records as they were called then', () => {
    const made = { entityType: 'Post', entityId: '0197f3a0-0000-7000-8000-000000000001' };
    expect(nameOfMade(catalogue, { ...made, snapshot: { title: 'Ink' } })).toBe('Ink');
    expect(nameOfMade(catalogue, made)).toBe('…00000001');
    const values = [
      { field: 'authorId', values: ['u1', null] },
      { field: 'tagIds', values: [['t1'], ['t1', 't2']] },
      { field: 'title', values: ['x', 'y'] },
    ];
    expect(recordsNamed(catalogue, 'Post', values)).toEqual([
      { type: 'User', id: 'u1' },
      { type: 'Tag', id: 't1' },
      { type: 'Tag', id: 't2' },
    ]);
  });
});

describe('What is chosen of an undo', () => {
  const step = (entityId: string, ...contested: string[]): UndoStep => ({
    entityId,
    entityType: 'Post',
    operation: 'UPDATE',
    blockedBy: null,
    liftedBy: [],
    changes: [],
    conflicts: contested.map((field) => ({ field, base: 'b', theirs: 't', yours: 'y' })),
  });
  const planOf = (...steps: UndoStep[]) => ({
    changeSet: {
      id: 'c',
      operationName: null,
      reason: null,
      recordedAt: '',
      committedAt: null,
      actor: null,
      undoes: null,
      undoneBy: null,
      requestId: null,
      source: 'API' as const,
    },
    planHash: 'hash',
    possible: false,
    steps,
  });
  const whole = planOf(step('a', 'title'), step('b'));

  it('is asked for as the server knows it, and outlives the plan', () => {
    expect(undoRequest(whole, noChoices)).toEqual({ changeSet: 'c' });
    const decided = withDecision(noChoices, 'a', 'title', 'PRESENT');
    const resolutions = [{ entityId: 'a', field: 'title', keep: 'PRESENT' }];
    expect(undoRequest(whole, decided)).toEqual({ changeSet: 'c', resolutions });
    expect(undoRequest(whole, withRecord(decided, 'b', false))).toEqual({ changeSet: 'c', only: ['a'], resolutions });
    // What is decided of a record that is left is kept here, and unknown to the server.
    const left = withRecord(decided, 'a', false);
    expect(undoRequest(whole, left)).toEqual({ changeSet: 'c', only: ['b'] });
    expect(undoRequest(planOf(step('b')), decided)).toEqual({ changeSet: 'c' });
    expect(decisionOf(withRecord(left, 'a', true), 'a', 'title')).toBe('PRESENT');
    expect(undoRequest(whole, withAll(whole, decided, false))).toBeUndefined();
    expect(withDecision(decided, 'a', 'title', undefined)).toEqual(noChoices);
    expect(withDecision(decided, 'a', 'title', 'FORMER').decided).toHaveLength(1);
  });

  it('shows what is decided beside what is open, and what goes along', () => {
    const choices = withDecision(withDecision(noChoices, 'a', 'title', 'FORMER'), 'b', 'slug', 'PRESENT');
    const plan = planOf(step('a', 'status'), step('child'));
    const chosen = chosenSteps(whole, plan, choices);
    expect(chosen.map(({ step: { entityId }, isOwn, planned }) => [entityId, isOwn, planned !== undefined])).toEqual([
      ['a', true, true],
      ['b', true, false],
      ['child', false, true],
    ]);
    expect(chosen[0]!.conflicts.map(({ field }) => field)).toEqual(['title', 'status']);
    expect(chosen[1]!.kept).toEqual(['slug']);
    expect(openIn(plan)).toEqual({ conflicts: 1, blocked: 0 });
  });
});

describe('A page of long texts', () => {
  const readUpTo = (most: number, asked: number[], code = 'QUERY_TOO_COMPLEX') =>
    shrinkingPage(20, async (first) => {
      asked.push(first);
      if (first > most) throw new PalimpsestError(code, 'Too much.');
      return first;
    });

  it('is made smaller until the server can answer it', async () => {
    const asked: number[] = [];
    expect(await readUpTo(2, asked)).toBe(2);
    expect(asked).toEqual([20, 5, 2]);
    await expect(readUpTo(0, asked)).rejects.toThrow('Too much.');
    expect(asked.slice(3)).toEqual([20, 5, 2, 1]);
    await expect(readUpTo(0, asked, 'FORBIDDEN')).rejects.toThrow('Too much.');
    expect(asked.slice(7)).toEqual([20]);
  });

  it('is so from either end of a list', async () => {
    const read = async (variables: { readonly first?: number; readonly last?: number; readonly before?: string }) => {
      if ((variables.first ?? variables.last ?? 0) > 13) throw new PalimpsestError('QUERY_TOO_COMPLEX', 'Too much.');
      return variables;
    };
    expect(await shrinkingPages({ first: 50 }, read)).toEqual({ first: 13 });
    expect(await shrinkingPages({ last: 50, before: 'x' }, read)).toEqual({ last: 13, before: 'x' });
  });
});

describe('Polling', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('pauses while nobody sees the page, and looks at once when somebody does', async () => {
    const page = Object.assign(new EventTarget(), { hidden: false });
    const show = (isShown: boolean) => {
      page.hidden = !isShown;
      page.dispatchEvent(new Event('visibilitychange'));
    };
    const work = vi.fn<() => Promise<void>>(async () => {});
    const end = pollWhileVisible(page, 1000, work);
    await vi.advanceTimersByTimeAsync(2500);
    expect(work).toHaveBeenCalledTimes(2);
    show(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(work).toHaveBeenCalledTimes(2);
    show(true);
    expect(work).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(1000);
    expect(work).toHaveBeenCalledTimes(4);
    end();
    show(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(work).toHaveBeenCalledTimes(4);
  });

  it('asks a slow server no more often than it answers', async () => {
    const page = Object.assign(new EventTarget(), { hidden: false });
    const work = vi.fn<() => Promise<void>>(() => new Promise((resolve) => setTimeout(resolve, 5000)));
    const end = pollWhileVisible(page, 1000, work);
    await vi.advanceTimersByTimeAsync(1500);
    page.dispatchEvent(new Event('visibilitychange'));
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5600);
    expect(work).toHaveBeenCalledTimes(2);
    end();
  });
});
