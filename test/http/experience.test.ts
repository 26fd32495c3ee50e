import { beforeEach, describe, expect, it } from 'vitest';
import { Experience } from '../../src/http/operation/experience.js';

let experience: Experience;
beforeEach(() => {
  experience = new Experience();
});

/** Asks, and misses wherever that was planned. @returns how often it was */
function missing(organization: string, times: number): number {
  let planned = 0;
  for (let n = 0; n < times; n++) {
    if (!experience.ask(organization)) continue;
    planned += 1;
    experience.miss(organization);
  }
  return planned;
}

describe('What is learnt of a document', () => {
  it('plans for who never misses', () => {
    for (let n = 0; n < 100; n++) expect(experience.ask('one')).toBe(true);
  });

  it('plans twice for who always misses, then once in sixteen times', () => {
    expect(missing('one', 2)).toBe(2);
    expect(missing('one', 13)).toBe(0);
    expect(missing('one', 160)).toBe(10);
  });

  it('plans again for who has missed and does so no more', () => {
    missing('one', 3);
    const planned = Array.from({ length: 32 }, () => experience.ask('one'));
    expect(planned.lastIndexOf(false)).toBe(11);
  });

  it('plans for others, whatever one organization has missed', () => {
    missing('one', 10_000);
    expect(experience.ask('one')).toBe(false);
    for (let n = 0; n < 100; n++) expect(experience.ask('another')).toBe(true);
  });

  it('lies in the document where a hundred have missed: those that are new to it are counted together', () => {
    for (let n = 0; n < 100; n++) missing(`organization ${n}`, 2);
    const planned = Array.from({ length: 160 }, (_, n) => missing(`new ${n}`, 1));
    expect(planned.filter((one) => one > 0)).toHaveLength(12);
  });
});
