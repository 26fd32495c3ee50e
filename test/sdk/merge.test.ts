import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeText } from '../../sdk/src/merge.js';

describe('mergeText', () => {
  it('merges changes of different lines, and says whose they are', () => {
    const merged = mergeText('one\ntwo\nthree\nfour', 'ONE\ntwo\nthree\nfour', 'one\ntwo\nthree\nFOUR');
    expect(merged.text).toBe('ONE\ntwo\nthree\nFOUR');
    expect(merged.hunks).toEqual([
      { kind: 'agreed', by: 'theirs', lines: ['ONE'] },
      { kind: 'agreed', by: 'neither', lines: ['two', 'three'] },
      { kind: 'agreed', by: 'yours', lines: ['FOUR'] },
    ]);
  });

  it('leaves open what both sides changed, in different ways', () => {
    const { text, hunks } = mergeText('one\ntwo\nthree', 'one\n2\nthree', 'one\nII\nthree');
    expect(text).toBeUndefined();
    expect(hunks).toEqual([
      { kind: 'agreed', by: 'neither', lines: ['one'] },
      { kind: 'contested', base: ['two'], theirs: ['2'], yours: ['II'] },
      { kind: 'agreed', by: 'neither', lines: ['three'] },
    ]);
  });

  it('asks nobody where both sides made the same change', () => {
    expect(mergeText('one\ntwo', 'one\n2', 'one\n2')).toEqual({
      text: 'one\n2',
      hunks: [
        { kind: 'agreed', by: 'neither', lines: ['one'] },
        { kind: 'agreed', by: 'both', lines: ['2'] },
      ],
    });
  });

  const text = fc.array(fc.constantFrom('', 'a', 'b', 'c'), { maxLength: 6 }).map((lines) => lines.join('\n'));

  it('gives a side that alone has changed, and the same from both sides', () => {
    fc.assert(
      fc.property(text, text, text, (base, theirs, yours) => {
        expect(mergeText(base, theirs, base).text).toBe(theirs);
        expect(mergeText(base, base, yours).text).toBe(yours);
        expect(mergeText(base, yours, yours).text).toBe(yours);
        expect(mergeText(base, theirs, yours).text).toBe(mergeText(base, yours, theirs).text);
      }),
    );
  });
});
