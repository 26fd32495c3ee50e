import { diff3MergeRegions } from 'node-diff3';

/** Lines of a merged text, in their order. */
export type MergeHunk =
  /** All agree on these lines; `by` says who changed them: one side, both in the same way, or neither. */
  | { readonly kind: 'agreed'; readonly by: 'neither' | 'theirs' | 'yours' | 'both'; readonly lines: readonly string[] }
  /** Both sides changed these lines, in different ways: somebody has to choose. */
  | {
      readonly kind: 'contested';
      readonly base: readonly string[];
      readonly theirs: readonly string[];
      readonly yours: readonly string[];
    };

/** A three-way merge of one text. */
export interface TextMerge {
  readonly hunks: readonly MergeHunk[];
  /** The merged text, where nothing is contested; else undefined. */
  readonly text: string | undefined;
}

/**
 * Merges what two writers have made of one text, line by line, as diff3 does: Khanna, Kunal, Pierce, "A Formal
 * Investigation of Diff3", 2007. For the contested long texts that {@link rebase} leaves.
 *
 * @param base the text that both began with
 * @param theirs what the other writer has made of it
 * @param yours what you have made of it
 */
export function mergeText(base: string, theirs: string, yours: string): TextMerge {
  const regions = diff3MergeRegions(linesOf(yours), linesOf(base), linesOf(theirs));
  const hunks = joined(regions.map(hunkOf));
  const isAgreed = hunks.every(({ kind }) => kind === 'agreed');
  return {
    hunks,
    text: isAgreed ? hunks.flatMap((hunk) => ('lines' in hunk ? hunk.lines : [])).join('\n') : undefined,
  };
}

const changedBy = { o: 'neither', a: 'yours', b: 'theirs' } as const;

function hunkOf(region: ReturnType<typeof diff3MergeRegions<string>>[number]): MergeHunk {
  if (region.stable) return { kind: 'agreed', by: changedBy[region.buffer], lines: region.bufferContent };
  const { aContent: yours, oContent: base, bContent: theirs } = region;
  if (yours.join('\n') === theirs.join('\n') && yours.length === theirs.length) {
    return { kind: 'agreed', by: 'both', lines: yours };
  }
  return { kind: 'contested', base, theirs, yours };
}

/** Neighbours of which the same is said are one. */
function joined(hunks: readonly MergeHunk[]): MergeHunk[] {
  const all: MergeHunk[] = [];
  for (const hunk of hunks) {
    const last = all.at(-1);
    if (last?.kind === 'agreed' && hunk.kind === 'agreed' && last.by === hunk.by) {
      all[all.length - 1] = { ...last, lines: [...last.lines, ...hunk.lines] };
    } else all.push(hunk);
  }
  return all;
}

function linesOf(text: string): string[] {
  return text.split('\n');
}
