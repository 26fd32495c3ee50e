import { diffLines, diffWordsWithSpace } from 'diff';

/** A piece of text, and whether both texts have it. */
export interface Span {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A line of a comparison; numbers count from 1, each in its own text. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly before: number | null;
  readonly after: number | null;
  readonly spans: readonly Span[];
}

/** Lines that are the same and far from any change. */
export interface Gap {
  readonly kind: 'gap';
  readonly lines: readonly DiffLine[];
}

export type DiffRow = DiffLine | Gap;

/** In milliseconds: longer would be felt. What takes longer is shown as one text in place of the other. */
const patience = 300;

/** So many equal lines are shown around a change. */
const context = 3;

/** The part of the shorter text that must be the same for words to be compared. */
const leastInCommon = 0.4;

/** Words are compared in so many replaced lines in a row: of more, nobody looks for a word. */
const longestBlock = 200;

/** Lines longer than that are not looked into. */
const longestLine = 4000;

/** Two texts line by line, with words marked in lines that took the place of others. */
export function compareLines(before: string, after: string): DiffLine[] {
  const changes = diffLines(...withEnds(before, after), { timeout: patience }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  const lines: DiffLine[] = [];
  let [ofBefore, ofAfter] = [1, 1];
  for (let n = 0; n < changes.length; n++) {
    const { added, removed, value } = changes[n]!;
    const next = changes[n + 1];
    if (removed && next?.added) {
      const replaced = replacedLines(linesOf(value), linesOf(next.value), ofBefore, ofAfter);
      // Not as arguments: there may be more than a call takes.
      for (const line of replaced) lines.push(line);
      ofBefore += linesOf(value).length;
      ofAfter += linesOf(next.value).length;
      n++;
      continue;
    }
    for (const text of linesOf(value)) {
      const kind = added ? 'added' : removed ? 'removed' : 'same';
      lines.push({
        kind,
        before: added ? null : ofBefore++,
        after: removed ? null : ofAfter++,
        spans: [{ kind, text }],
      });
    }
  }
  return lines;
}

/** A last line is the same where others come to follow it: where neither text ends with a line feed, both are given one. */
function withEnds(before: string, after: string): [before: string, after: string] {
  const isEnded = [before, after].some((text) => text === '' || text.endsWith('\n'));
  return isEnded ? [before, after] : [`${before}\n`, `${after}\n`];
}

/** Two short texts as one, with words marked. */
export function compareWords(before: string, after: string): Span[] {
  if (before.length + after.length > longestLine * 2) return [...span('removed', before), ...span('added', after)];
  const changes = diffWordsWithSpace(before, after, { timeout: patience });
  const same = (changes ?? []).reduce(
    (sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length),
    0,
  );
  // Texts that have little in common read better one after the other than in shreds.
  if (!changes || same < Math.min(before.length, after.length) * leastInCommon) {
    return [...span('removed', before), ...span('added', after)];
  }
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

/** Puts away lines that are the same and not near a change. */
export function withGaps(lines: readonly DiffLine[]): DiffRow[] {
  const isNear = lines.map(() => false);
  for (const [n, { kind }] of lines.entries()) {
    if (kind !== 'same') isNear.fill(true, Math.max(0, n - context), n + context + 1);
  }
  const rows: DiffRow[] = [];
  let gap: DiffLine[] | undefined;
  for (const [n, line] of lines.entries()) {
    if (isNear[n]) {
      rows.push(line);
      gap = undefined;
    } else if (gap) gap.push(line);
    else {
      gap = [line];
      rows.push({ kind: 'gap', lines: gap });
    }
  }
  return rows;
}

function span(kind: Span['kind'], text: string): Span[] {
  return text === '' ? [] : [{ kind, text }];
}

/** Lines in whose place others have come: each beside the one of its number, all removed ones first. */
function replacedLines(before: readonly string[], after: readonly string[], ofBefore: number, ofAfter: number) {
  const [most, least] = [Math.max(before.length, after.length), Math.min(before.length, after.length)];
  const compared = most > longestBlock ? 0 : least;
  const words = before.map((line, n) => (n < compared ? compareWords(line, after[n]!) : span('removed', line)));
  const removed = before.map((_, n): DiffLine => ({
    kind: 'removed',
    before: ofBefore + n,
    after: null,
    spans: words[n]!.filter(({ kind }) => kind !== 'added'),
  }));
  const added = after.map((line, n): DiffLine => ({
    kind: 'added',
    before: null,
    after: ofAfter + n,
    spans: n < compared ? words[n]!.filter(({ kind }) => kind !== 'removed') : span('added', line),
  }));
  return [...removed, ...added];
}

/** A line ends where a line feed stands; the end of a text is the end of its last line. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
