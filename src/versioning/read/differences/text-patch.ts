import type { LineRun } from './line-runs.js';
import { countLines } from './text-difference.js';

/** A side of a patch: what it is called. */
export interface PatchSides {
  readonly before: string;
  readonly after: string;
}

/** So many lines around what differs. */
const context = 3;

interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  oldLines: number;
  newLines: number;
  text: string;
}

/**
 * What differs between two texts in the unified format, which `patch` and `git apply` read:
 * https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
 *
 * @param runs of lines, as `lineRuns` gives them
 */
export function textPatch(runs: readonly LineRun[], { before, after }: PatchSides): string {
  const hunks: Hunk[] = [];
  let open: Hunk | undefined;
  let [oldLine, newLine] = [1, 1];
  for (const [place, run] of runs.entries()) {
    if (run.added || run.removed) {
      if (!open) {
        const former = lastLines(runs[place - 1]?.value ?? '');
        const lines = countLines(former);
        open = { oldStart: oldLine - lines, newStart: newLine - lines, oldLines: 0, newLines: 0, text: '' };
        add(open, former, ' ', lines);
        hunks.push(open);
      }
      add(open, run.value, run.added ? '+' : '-', run.count);
    } else if (open) {
      const goesOn = run.count <= 2 * context && place < runs.length - 1;
      const shown = goesOn ? run.value : firstLines(run.value);
      add(open, shown, ' ', countLines(shown));
      if (!goesOn) open = undefined;
    }
    if (!run.added) oldLine += run.count;
    if (!run.removed) newLine += run.count;
  }
  return `--- ${before}\n+++ ${after}\n${hunks.map(hunkText).join('')}`;
}

function add(hunk: Hunk, lines: string, mark: ' ' | '+' | '-', count: number): void {
  if (mark !== '+') hunk.oldLines += count;
  if (mark !== '-') hunk.newLines += count;
  hunk.text += marked(lines, mark);
}

function marked(lines: string, mark: string): string {
  if (lines === '') return '';
  const ends = lines.endsWith('\n');
  const text = ends ? lines.slice(0, -1) : lines;
  return `${mark}${text.replaceAll('\n', `\n${mark}`)}\n${ends ? '' : '\\ No newline at end of file\n'}`;
}

function hunkText({ oldStart, oldLines, newStart, newLines, text }: Hunk): string {
  return `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@\n${text}`;
}

/** Of no lines, the one before them is named. */
function range(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function firstLines(text: string): string {
  let end = 0;
  for (let lines = 0; lines < context && end < text.length; lines++) {
    const feed = text.indexOf('\n', end);
    end = feed === -1 ? text.length : feed + 1;
  }
  return text.slice(0, end);
}

function lastLines(text: string): string {
  let start = text.length;
  for (let lines = 0; lines < context && start > 0; lines++) start = text.lastIndexOf('\n', start - 2) + 1;
  return text.slice(start);
}
