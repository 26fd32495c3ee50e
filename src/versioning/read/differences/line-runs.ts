import { diffArrays, diffLines } from 'diff';
import { countLines, textDifference } from './text-difference.js';

/** Lines that follow each other and are in both of two texts, or in one of them. */
export interface LineRun {
  /** The lines, each with its end. */
  readonly value: string;
  readonly count: number;
  readonly added: boolean;
  readonly removed: boolean;
}

/** Of more lines in both texts, even telling them apart would hold up everybody. */
const mostLines = 50_000;
/** Finding more lines that are added or removed takes longer than a tenth of a second, while all else waits. */
const bounds = { maxEditLength: 1000 };
/** Where fewer lines are in one text alone, leaving them out hardly ever makes a search that has failed succeed. */
const worthLeavingOut = 100;
/** What a step of the search counts as, in bytes that are compared: it makes objects, where bytes are only passed over. */
const stepWork = 4;

/** Told what a search takes besides reading the texts, in bytes that are compared. */
export type Spend = (bytes: number) => void;

/** The lines of two texts, each with its end. */
interface Lines {
  readonly former: readonly string[];
  readonly later: readonly string[];
}

/**
 * What two texts have in common line by line, with the fewest lines added and removed, as the package `diff` finds them:
 * http://www.xmailserver.org/diff2.pdf. Where they differ in more than 1,000 lines, those that are in one of them alone are
 * left out at first; where that does not help, or there are more than 50,000 lines, all between the first that differs and
 * the last is removed and added.
 */
export function lineRuns(before: string, after: string, spend: Spend = () => undefined): readonly LineRun[] {
  if (countLines(before) + countLines(after) > mostLines) return coarseRuns(before, after);
  const lines = { former: linesOf(before), later: linesOf(after) };
  const shared = sharedLines(lines);
  const lone = length(lines) - length(shared);
  // Each of those is added or removed, so that looking for fewer would be in vain.
  const runs = lone > bounds.maxEditLength ? undefined : runsOfAll(before, after, lines, spend);
  if (runs) return runs;
  return (lone < worthLeavingOut ? undefined : runsOfShared(lines, shared, spend)) ?? coarseRuns(before, after);
}

/** Lines that both texts have somewhere, as GNU diff looks at no others. */
function sharedLines({ former, later }: Lines): Lines {
  const [inFormer, inLater] = [new Set(former), new Set(later)];
  return {
    former: former.filter((line) => inLater.has(line)),
    later: later.filter((line) => inFormer.has(line)),
  };
}

/** @returns undefined where more lines are added and removed than are looked for */
function runsOfAll(before: string, after: string, lines: Lines, spend: Spend): readonly LineRun[] | undefined {
  const runs = diffLines(before, after, bounds);
  spend(workOf(runs, lines));
  return runs;
}

function length({ former, later }: Lines): number {
  return former.length + later.length;
}

/** The search grows with the square of how many lines are added and removed, as far as both texts have so many. */
function workOf(
  found: readonly { readonly count: number; readonly added: boolean; readonly removed: boolean }[] | undefined,
  { former, later }: Lines,
): number {
  const edits = found
    ? found.reduce((sum, { count, added, removed }) => (added || removed ? sum + count : sum), 0)
    : bounds.maxEditLength;
  return stepWork * edits * Math.min(edits / 2, Math.min(former.length, later.length) + 1);
}

/** By the lines alone that both texts have. */
function runsOfShared(lines: Lines, shared: Lines, spend: Spend): LineRun[] | undefined {
  const changes = diffArrays([...shared.former], [...shared.later], bounds);
  spend(workOf(changes, shared));
  if (!changes) return undefined;
  const stayed = changes.filter(({ added }) => !added).flatMap(({ value, removed }) => value.map(() => !removed));
  const known = changes.filter(({ removed }) => !removed).flatMap(({ value, added }) => value.map(() => !added));
  const [inFormer, inLater] = [new Set(shared.former), new Set(shared.later)];
  let [left, right] = [0, 0];
  return runsAmong(
    lines.former.map((line) => inLater.has(line) && stayed[left++]!),
    lines.later.map((line) => inFormer.has(line) && known[right++]!),
    lines,
  );
}

/** @param stays of each former line whether it is in both; @param known of each later line */
function runsAmong(stays: readonly boolean[], known: readonly boolean[], { former, later }: Lines): LineRun[] {
  const runs: LineRun[] = [];
  let [left, right] = [0, 0];
  while (left < former.length || right < later.length) {
    const [from, start] = [left, right];
    while (left < former.length && !stays[left]) left += 1;
    while (right < later.length && !known[right]) right += 1;
    const common = left;
    const parted = [
      run(former.slice(from, left).join(''), { removed: true }),
      run(later.slice(start, right).join(''), { added: true }),
    ];
    for (; stays[left] && known[right]; left++) right += 1;
    runs.push(...parted, run(former.slice(common, left).join('')));
  }
  return runs.filter(({ count }) => count > 0);
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function coarseRuns(before: string, after: string): LineRun[] {
  const { prefix, removed, added, suffix } = textDifference(before, after);
  return [run(prefix), run(removed, { removed: true }), run(added, { added: true }), run(suffix)].filter(
    ({ count }) => count > 0,
  );
}

function run(value: string, { added = false, removed = false } = {}): LineRun {
  return { value, count: countLines(value), added, removed };
}
