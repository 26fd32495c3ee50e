import type { Span } from '../model/change-plot.js';
import type { ChangeSetHead } from '../model/timeline.js';
import type { Page } from './records.js';
import { ask } from './request.js';

const head = 'id reason source operationName recordedAt actor { id kind displayName }';

/** A page of a list that can be looked through for long. */
const pageSize = 10;

/** When the organization's history begins; null where it has none. */
export async function readFirstChange(signal: AbortSignal): Promise<string | null> {
  const document = 'query FirstChange { changeSets(last: 1) { nodes { recordedAt } } }';
  const { changeSets } = await ask<{ changeSets: Pick<Page<ChangeSetHead>, 'nodes'> }>(document, {}, signal);
  return changeSets.nodes[0]?.recordedAt ?? null;
}

/** How many change sets there are in each of some parts of time that follow each other. */
export async function countChanges(parts: readonly Span[], signal: AbortSignal): Promise<readonly number[]> {
  const bounds = [...parts.map(({ from }) => from), parts.at(-1)!.to];
  const variables = bounds.map((_, n) => `$t${n}: DateTime`);
  const counts = parts.map(
    (_, n) => `n${n}: changeSets(first: 1, filter: { from: $t${n}, to: $t${n + 1} }) { totalCount }`,
  );
  const data = await ask<Record<string, { readonly totalCount: number }>>(
    `query ChangesInTime(${variables.join(', ')}) { ${counts.join(' ')} }`,
    Object.fromEntries(bounds.map((bound, n) => [`t${n}`, isoOf(bound)])),
    signal,
  );
  return parts.map((_, n) => data[`n${n}`]!.totalCount);
}

/** A page of the change sets of some time, newest first. */
export async function listChanges(
  { from, to }: Span,
  after: string | null,
  signal: AbortSignal,
): Promise<Page<ChangeSetHead>> {
  const document = `query ChangesOf($first: Int, $after: String, $filter: ChangeSetFilter) {
  changeSets(first: $first, after: $after, filter: $filter) {
    nodes { ${head} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}`;
  const variables = { first: pageSize, after, filter: { from: isoOf(from), to: isoOf(to) } };
  return (await ask<{ changeSets: Page<ChangeSetHead> }>(document, variables, signal)).changeSets;
}

/** Who made a change set, when and why; null where there is none. */
export async function readChangeSetHead(id: string, signal: AbortSignal): Promise<ChangeSetHead | null> {
  const document = `query ChangeSetHead($id: ID!) { changeSet(id: $id) { ${head} } }`;
  return (await ask<{ changeSet: ChangeSetHead | null }>(document, { id }, signal)).changeSet;
}

function isoOf(moment: number): string {
  return new Date(moment).toISOString();
}
