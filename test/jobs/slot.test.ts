import { describe, expect, it } from 'vitest';
import { slotOf } from '../../src/jobs/slot.js';

const at = (time: string) =>
  slotOf('17 * * * *', new Date(`2026-11-24T${time}Z`))
    .toISOString()
    .slice(11, 19);

describe('the slot of a round', () => {
  it('begins with the last moment of the schedule, and half a minute before', () => {
    expect(at('12:17:00')).toBe('12:16:30');
    expect(at('12:40:00')).toBe('12:16:30');
    expect(at('13:16:00')).toBe('12:16:30');
  });

  it('is the same for an instance whose clock is a little behind', () => {
    expect(at('12:16:35')).toBe('12:16:30');
    expect(at('12:16:25')).toBe('11:16:30');
  });

  it('is in UTC', () => {
    expect(slotOf('0 3 * * *', new Date('2026-11-24T03:00:00Z')).toISOString()).toBe('2026-11-24T02:59:30.000Z');
  });
});
