import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { currentAnswerBudget } from '../../values/answer-budget.js';
import { type SetBy, setByFirst } from './blame.js';
import { modelOf } from '../../model/entity-model.js';
import { comparedInTurn } from '../differences/compared-in-turn.js';
import type { LineRun } from '../differences/line-runs.js';
import { readBases, versionKey } from '../states/state-reader.js';
import { countLines } from '../differences/text-difference.js';
import { type TextVersion, textVersions } from './text-versions.js';
import type { VersionHeader } from '../history/version-header.js';

/** A line of a text, and what put it there. */
export type LineBlame = SetBy & {
  /** From 1. */
  readonly line: number;
  /** Without its end. */
  readonly text: string;
};

/** Where the lines of an older text stand in the present one; -1: nowhere. */
type Places = readonly number[];

/**
 * Which versions put the lines of a text there, as `git blame` does it: from the newest version back, until every line has
 * been found to be missing in the one before.
 *
 * @param newest version of the record
 * @param column of the text, as it is called today
 * @throws DomainError QUERY_TOO_COMPLEX where an operation compares more than it may
 */
export async function blameLines(em: SqlEntityManager, newest: VersionHeader, column: string): Promise<LineBlame[]> {
  const setBy: SetBy[] = [];
  let later: TextVersion | undefined;
  let present = '';
  let places: Places = [];
  for await (const version of textVersions(em, newest, column)) {
    if (later) {
      places = await trace(version.text, later, places, setBy);
      if (places.every((place) => place === -1)) break;
    } else {
      present = version.text;
      currentAnswerBudget()?.list(countLines(present));
      places = Array.from({ length: countLines(present) }, (_, place) => place);
    }
    later = version;
  }
  if (later) await traceFirst(em, later, column, places, setBy);
  return linesOf(present).map((text, place) => ({ line: place + 1, text, ...setBy[place]! }));
}

/** Whatever a version has and the one before does not, it has set. @returns the places of the older text's lines */
function trace(older: string, later: TextVersion, places: Places, setBy: SetBy[]): Promise<Places> {
  return comparedInTurn(older, later.text, (runs) => traceRuns(runs, later, places, setBy));
}

function traceRuns(runs: readonly LineRun[], later: TextVersion, places: Places, setBy: SetBy[]): Places {
  const former: number[] = [];
  let at = 0;
  for (const { count, added, removed } of runs) {
    for (const end = at + (removed ? 0 : count); at < end; at++) {
      const place = places[at]!;
      if (!added) former.push(place);
      else if (place !== -1) setBy[place] = { setBy: later.header, before: null };
    }
    if (removed) for (let line = 0; line < count; line++) former.push(-1);
  }
  return former;
}

/** What is left stood there in the first version that is kept. The audit log may tell what that version found. */
async function traceFirst(
  em: SqlEntityManager,
  first: TextVersion,
  column: string,
  places: Places,
  setBy: SetBy[],
): Promise<void> {
  if (places.every((place) => place === -1)) return;
  const { header, isChanged } = first;
  const found = header.version > 1 && isChanged ? await baseText(em, header, column) : null;
  const left = found === null ? places : await trace(found, first, places, setBy);
  for (const place of left) if (place !== -1) setBy[place] = setByFirst(header);
}

async function baseText(em: SqlEntityManager, header: VersionHeader, column: string): Promise<string | null> {
  const { meta } = header;
  if (!meta) return null;
  const base = (await readBases(em, meta, [header])).get(versionKey(header));
  const field = modelOf(meta).columns.find((one) => one.column === column);
  const text = field && (base?.record as Record<string, unknown> | undefined)?.[field.property];
  return typeof text === 'string' ? text : null;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
