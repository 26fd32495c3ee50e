import { applyPatch } from 'diff';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineRuns } from '../../../src/versioning/read/differences/line-runs.js';
import { toFieldChange } from '../../../src/versioning/graphql/outputs/field-change.js';
import { AnswerBudget, withinAnswer } from '../../../src/versioning/values/answer-budget.js';
import { withBounds } from '../../../src/versioning/session/work-bounds.js';
import { textPatch } from '../../../src/versioning/read/differences/text-patch.js';

const sides = { before: 'body\tversion 1', after: 'body\tversion 2' };
const patchOf = (before: string, after: string) => textPatch(lineRuns(before, after), sides);

/** Texts of few different lines, so that they have much in common, with all that lines can end in. */
const text = fc
  .array(fc.tuple(fc.constantFrom('', 'a', 'b', 'c', ' ', '-x', '\\'), fc.constantFrom('\n', '\n', '\r\n', '')), {
    maxLength: 30,
  })
  .map((lines) => lines.flat().join(''));

describe('A patch of a text', () => {
  it('makes the later text of the former', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        // It would take both ends of lines for one.
        expect(applyPatch(before, patchOf(before, after), { autoConvertLineEndings: false })).toBe(after);
      }),
      { numRuns: 300 },
    );
  });

  it('shows three lines around what differs', () => {
    const lines = Array.from({ length: 20 }, (_, n) => `${n + 1}\n`);
    const after = lines.with(9, 'ten\n').join('');
    expect(patchOf(lines.join(''), after)).toBe(
      '--- body\tversion 1\n+++ body\tversion 2\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n',
    );
  });

  it('is from nothing for what was empty', () => {
    expect(patchOf('', 'a\nb')).toBe(
      '--- body\tversion 1\n+++ body\tversion 2\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n',
    );
  });
});

/** Lines that are in one of two texts alone, with some that are in both. */
function lines(count: number, side: string): string {
  const line = (n: number) => (n % 10 === 0 ? `both ${n}\n` : `${side} ${n} ${'x'.repeat(60)}\n`);
  return Array.from({ length: count }, (_, n) => line(n)).join('');
}

describe('Texts that differ in very much', () => {
  it('are compared by what they share, where that is less', () => {
    const runs = lineRuns(lines(1000, 'left'), lines(1000, 'right'));
    expect(runs.filter(({ added, removed }) => !added && !removed).map(({ value }) => value)).toEqual(
      Array.from({ length: 100 }, (_, n) => `both ${n * 10}\n`),
    );
  });

  it.each([
    ['of four megabytes', 57_000, (text: string) => text],
    ['of nearly as many lines as are told apart', 24_000, (text: string) => text],
    [
      'that are the same lines in another order',
      24_000,
      (text: string) =>
        text
          .split(/(?<=\n)/)
          .toReversed()
          .join(''),
    ],
  ])('give a patch before anybody else notices: %s', { tags: ['slow'] }, (_which, count, change) => {
    const before = `first\n${lines(count, 'left')}last\n`;
    const after = `first\n${change(lines(count, 'left').replaceAll('left', 'right'))}last\n`;
    const started = performance.now();
    const patch = patchOf(before, after);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(applyPatch(before, patch, { autoConvertLineEndings: false })).toBe(after);
  });
});

/** Texts in which nothing stands where it stood; of few different lines, so that nothing can be left out. */
function shuffled(count: number, seed: number): string {
  let state = seed;
  const letter = () => {
    state = (state * 1103515245 + 12345) >>> 0;
    return 'abcdefgh'[(state >>> 16) % 8];
  };
  return Array.from({ length: count }, letter).join('\n');
}

describe('Patches of many texts at once', () => {
  const patches = (count: number, lines: number) =>
    Array.from({ length: count }, (_, n) =>
      toFieldChange({
        field: 'body',
        before: shuffled(lines, n),
        after: shuffled(lines, n + 1),
        redacted: false,
      }).patch(),
    );

  it('are made one after the other, and all else has its turn between them', async () => {
    let turns = 0;
    const over = new AbortController();
    const others = (async () => {
      for (; !over.signal.aborted; turns++) await nextTurn();
    })();
    await withinAnswer(new AnswerBudget(2 ** 25), () => Promise.all(patches(8, 200)));
    over.abort();
    await others;
    expect(turns).toBeGreaterThan(8);
  });

  it('end with the operation that asks for them', async () => {
    const end = new AbortController();
    const asked = await withBounds({ signal: end.signal }, () =>
      Promise.allSettled(
        patches(8, 400).map(async (patch) => {
          await patch;
          end.abort(new Error('enough'));
        }),
      ),
    );
    expect(asked.at(0)).toMatchObject({ status: 'fulfilled' });
    expect(asked.at(-1)).toMatchObject({ status: 'rejected', reason: { message: 'enough' } });
  });

  it('count as what finding them takes, not as their bytes alone', async () => {
    const asked = withinAnswer(new AnswerBudget(5 * 2 ** 20), () => Promise.all(patches(6, 1500)));
    await expect(asked).rejects.toThrow('compares more than');
  });

  it('count once, also where the search ends without a result', async () => {
    await withinAnswer(new AnswerBudget(5 * 2 ** 20), () => Promise.all(patches(2, 1500)));
  });

  it('of texts that share too little for a search count as their bytes, and as the search among what they share', async () => {
    const [before, after] = [lines(1500, 'left'), lines(1500, 'right')];
    const bytes = before.length + after.length;
    const patch = () => toFieldChange({ field: 'body', before, after, redacted: false }).patch();
    const patches = await withinAnswer(new AnswerBudget(20 * bytes), () =>
      Promise.all(Array.from({ length: 20 }, patch)),
    );
    expect(applyPatch(before, patches[0]!, { autoConvertLineEndings: false })).toBe(after);
  });
});
