/** Which version set something; null with `before` where that is kept no longer. */
interface ByVersion {
  readonly version: number | null;
  readonly before: number | null;
}

/** A line of a text, and what wrote it. */
export type BlamedLine<TSetBy extends ByVersion> = TSetBy & {
  /** From 1. */
  readonly line: number;
  readonly text: string;
};

/** Lines that follow each other and that one version wrote. */
export interface BlameRun<TSetBy extends ByVersion> {
  readonly setBy: TSetBy;
  readonly lines: readonly BlamedLine<TSetBy>[];
}

/** Whether something was set after a version: what is said of it is said of a later state of the record. */
export function isLaterThan(version: number, setBy: Iterable<ByVersion>): boolean {
  return [...setBy].some((one) => one.version !== null && one.version > version);
}

/** Lines by what wrote them, in their order. */
export function blameRuns<TSetBy extends ByVersion>(lines: readonly BlamedLine<TSetBy>[]): BlameRun<TSetBy>[] {
  const runs: { setBy: BlamedLine<TSetBy>; lines: BlamedLine<TSetBy>[] }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && last.setBy.version === line.version && last.setBy.before === line.before) last.lines.push(line);
    else runs.push({ setBy: line, lines: [line] });
  }
  return runs;
}
