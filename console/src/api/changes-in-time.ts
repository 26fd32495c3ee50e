import type { ChangeSetFilter } from '../../../sdk/src/index.js';
import type { Span } from '../model/change-plot.js';
import type { RootField } from '../model/root-field.js';
import { changeSetHead, pageInfo } from '../model/selections.js';
import type { ChangeSetHead } from '../model/timeline.js';
import type { Page } from './records.js';
import { ask, askFields } from './request.js';

/** A page of a list that can be looked through for long. */
const pageSize = 10;

/** When the organization's history begins; null where it has none. */
export async function readFirstChange(signal: AbortSignal): Promise<string | null> {
  const document = 'query FirstChange { changeSets(last: 1) { nodes { recordedAt } } }';
  const { changeSets } = await ask<{ changeSets: Pick<Page<ChangeSetHead>, 'nodes'> }>(document, {}, signal);
  return changeSets.nodes[0]?.recordedAt ?? null;
}

/** How many change sets were committed in each of some parts of time. */
export async function countChanges(parts: readonly Span[], signal: AbortSignal): Promise<readonly number[]> {
  const fields = parts.map(
    (part) =>
      ({
        name: 'changeSets',
        args: { first: ['Int', 1], filter: ['ChangeSetFilter', filterOf(part)] },
        selection: 'totalCount',
      }) satisfies RootField,
  );
  const counts = await askFields<{ readonly totalCount: number }>('ChangesInTime', fields, signal);
  return counts.map(({ totalCount }) => totalCount);
}

/** A page of the change sets of some time, newest first. */
export async function listChanges(span: Span, after: string | null, signal: AbortSignal): Promise<Page<ChangeSetHead>> {
  const document = `query ChangesOf($first: Int, $after: String, $filter: ChangeSetFilter) {
  changeSets(first: $first, after: $after, filter: $filter) {
    nodes { ${changeSetHead} } ${pageInfo} totalCount
  }
}`;
  const variables = { first: pageSize, after, filter: filterOf(span) };
  return (await ask<{ changeSets: Page<ChangeSetHead> }>(document, variables, signal)).changeSets;
}

/** Who made a change set, when and why; null where there is none. */
export async function readChangeSetHead(id: string, signal: AbortSignal): Promise<ChangeSetHead | null> {
  const document = `query ChangeSetHead($id: ID!) { changeSet(id: $id) { ${changeSetHead} } }`;
  return (await ask<{ changeSet: ChangeSetHead | null }>(document, { id }, signal)).changeSet;
}

function filterOf({ from, to }: Span): ChangeSetFilter {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
