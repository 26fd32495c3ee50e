import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blameRuns, isLaterThan } from '../../console/src/model/blame-runs.js';
import {
  columnAt,
  columnByKey,
  columnHeight,
  isBrushed,
  partName,
  partsOf,
  placeOf,
  type Span,
  spanOver,
} from '../../console/src/model/change-plot.js';
import { addressOf, parseRoute, withoutPage } from '../../console/src/model/route.js';
import { readInstant, type ShownInstant, writeInstant } from '../../console/src/model/shown-instant.js';

const century = 100 * 365 * 24 * 3_600_000;
const spans = fc
  .tuple(fc.integer({ min: 0, max: century }), fc.double({ min: 0, max: 1, noNaN: true }))
  // As often a minute as a century.
  .map(([from, size]): Span => ({ from, to: from + Math.max(1, Math.floor(century ** size)) }));

const instants = fc.oneof(
  fc.record({ at: fc.string() }),
  fc.record({ changeSet: fc.string() }),
  fc.record({ before: fc.string() }),
  fc.record({ snapshot: fc.string() }),
) as fc.Arbitrary<ShownInstant>;

describe('A plot of changes', () => {
  it('divides any time into few parts without a gap, which hold all of it and have names of their own', () => {
    fc.assert(
      fc.property(spans, (span) => {
        const parts = partsOf(span);
        expect(parts.length).toBeGreaterThanOrEqual(1);
        expect(parts.length).toBeLessThanOrEqual(32);
        expect(parts[0]!.from).toBeLessThanOrEqual(span.from);
        expect(parts.at(-1)!.to).toBeGreaterThanOrEqual(span.to);
        expect(parts.every(({ from, to }, n) => from < to && from === (parts[n - 1]?.to ?? from))).toBe(true);
        // No part lies beside the time.
        expect(parts[0]!.to).toBeGreaterThan(span.from);
        expect(parts.at(-1)!.from).toBeLessThan(span.to);
        // An hour that clocks repeat has one name.
        const names = new Set(parts.map((part) => partName(span, part)));
        expect(names.size).toBeGreaterThanOrEqual(parts.length - 5);
      }),
    );
  });

  it('has days that begin when they do where the reader is', () => {
    const parts = partsOf({ from: Date.UTC(2026, 2, 20, 12), to: Date.UTC(2026, 3, 5, 12) });
    expect(parts.every(({ from }) => new Date(from).getHours() === 0)).toBe(true);
    expect(partName({ from: 0, to: 1000 }, { from: Date.UTC(2026, 10, 27, 12), to: 0 })).toMatch(/2026/);
  });

  it('can be gone into until minutes', () => {
    fc.assert(
      fc.property(spans, fc.nat(), (whole, at) => {
        let span = whole;
        for (let steps = 0; steps === 0 || partsOf(span).length > 1; steps++) {
          expect(steps).toBeLessThan(12);
          const parts = partsOf(span);
          span = parts[at % parts.length]!;
        }
        expect(span.to - span.from).toBe(60_000);
      }),
    );
  });

  it('shows what there is at all, more as higher, and is found by places on it', () => {
    const counts = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 31 });
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (all, place) => {
        const most = Math.max(1, ...all);
        const heights = all.map((count) => columnHeight(count, most, 60));
        for (const [n, height] of heights.entries()) {
          expect(height).toBeLessThanOrEqual(60);
          expect(height > 0).toBe(all[n]! > 0);
        }
        const ascending = all.map((count, n) => ({ count, height: heights[n]! })).toSorted((a, b) => a.count - b.count);
        expect(ascending.every(({ height }, n) => height >= (ascending[n - 1]?.height ?? 0))).toBe(true);
        const column = columnAt(place, all.length);
        expect(column).toBeGreaterThanOrEqual(0);
        expect(column).toBeLessThan(all.length);
      }),
    );
    fc.assert(
      fc.property(spans, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (span, share) => {
        const parts = partsOf(span);
        const moment = Math.floor(span.from + share * (span.to - span.from));
        const place = placeOf(parts, moment)!;
        const { from, to } = parts[columnAt(place, parts.length)]!;
        // A place is a fraction, so a moment at an edge may fall to the neighbour.
        expect(from - 1).toBeLessThanOrEqual(moment);
        expect(moment).toBeLessThanOrEqual(to);
      }),
    );
    expect(placeOf([{ from: 1, to: 2 }], 2)).toBeUndefined();
    const parts = [0, 1, 2, 3].map((from) => ({ from, to: from + 1 }));
    expect(spanOver(parts, 3, 1)).toEqual({ from: 1, to: 4 });
  });

  it('is walked through by keys, which stay on it, and drawn over in either direction', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Enter'];
    expect(keys.map((key) => columnByKey(key, 1, 4))).toEqual([0, 2, 0, 3, undefined]);
    expect([columnByKey('ArrowLeft', 0, 4), columnByKey('ArrowRight', 3, 4)]).toEqual([0, 3]);
    for (const brush of [
      { anchor: 1, end: 2 },
      { anchor: 2, end: 1 },
    ]) {
      expect([0, 1, 2, 3].map((column) => isBrushed(brush, column))).toEqual([false, true, true, false]);
    }
  });
});

describe('An instant', () => {
  it('stands in the address beside all else, whatever it is', () => {
    fc.assert(
      fc.property(instants, fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (instant, others) => {
        expect(readInstant(writeInstant(instant))).toEqual(instant);
        const parameters = new URLSearchParams(others);
        parameters.delete('as-of');
        const there = parseRoute(addressOf(['records', 'posts'], parameters, instant));
        expect(there.instant).toEqual(instant);
        expect(there.path).toEqual(['records', 'posts']);
        expect(there.parameters.toString()).toBe(parameters.toString());
        expect(parseRoute(addressOf(there.path, there.parameters)).instant).toBeNull();
      }),
    );
    // The server says what is wrong with what is no moment.
    expect(readInstant('yesterday')).toEqual({ at: 'yesterday' });
    expect(readInstant(null)).toBeNull();
    const page = new URLSearchParams({ search: 'ink', after: 'cursor', before: 'cursor' });
    expect(withoutPage(page).toString()).toBe('search=ink');
  });
});

describe('Who wrote a text', () => {
  it('is told once for lines that follow each other, and for every line', () => {
    const versions = fc.array(fc.tuple(fc.option(fc.integer({ min: 1, max: 3 })), fc.integer({ min: 1, max: 2 })));
    fc.assert(
      fc.property(versions, (of) => {
        const lines = of.map(([version, before], n) => ({
          line: n + 1,
          text: `line ${n}`,
          version,
          before: version === null ? before : null,
        }));
        const runs = blameRuns(lines);
        expect(runs.flatMap((run) => run.lines)).toEqual(lines);
        const names = runs.map(({ setBy }) => `${setBy.version} ${setBy.before}`);
        expect(names.every((name, n) => name !== names[n - 1])).toBe(true);
        const newest = Math.max(0, ...lines.map((line) => line.version ?? 0));
        expect([isLaterThan(newest, lines), isLaterThan(newest - 1, lines)]).toEqual([false, newest > 0]);
        for (const { setBy, lines: run } of runs) {
          expect(run.every(({ version, before }) => version === setBy.version && before === setBy.before)).toBe(true);
        }
      }),
    );
  });
});
