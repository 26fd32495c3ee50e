import { describe, expect, it } from 'vitest';
import { createClient, createDocumentClient } from '../../sdk/src/index.js';

/** Nothing is sent: who asks wrongly is told before. */
const unasked: typeof fetch = () => Promise.reject(new Error('Something was sent.'));
const options = { url: 'http://127.0.0.1:1/graphql', token: 't', fetch: unasked };
const id = '0197f3a0-0000-7000-8000-000000000001';

describe('A client', () => {
  it.each([
    null,
    undefined,
    '2026-01-01T00:00:00Z',
    {},
    [],
    [{ at: '2026-01-01T00:00:00Z' }],
    { at: null },
    { at: undefined },
    { at: '2026-01-01T00:00:00Z', before: id },
    { after: id },
  ])('reads no present where the instant is %j', (instant) => {
    const message = 'client.at takes exactly one of at, before, changeSet, snapshot.';
    expect(() => createClient(options).at(instant as never)).toThrow(new TypeError(message));
    expect(() => createDocumentClient(options).at(instant as never)).toThrow(new TypeError(message));
  });

  it.each([
    [{ conflict: 'PRESENT' }, 'client.undo has no option conflict; there are only, resolutions, conflicts, reason.'],
    [{ conflicts: 'MINE' }, 'conflicts: it must be PRESENT or FORMER, not "MINE".'],
  ])('undoes nothing with the options %j', async (misspelled, message) => {
    const undoing = createClient(options).undo(id, misspelled as never);
    await expect(undoing).rejects.toThrow(new TypeError(message));
  });
});
