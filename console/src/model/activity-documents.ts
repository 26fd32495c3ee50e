import type { Catalogue } from './catalogue.js';
import { changeSetHead, labelSelections, pageInfo } from './selections.js';

/** How many of its versions a change set shows in a list. */
export const fewVersions = 4;

/** How many change sets, and how many versions of one, a page has. */
export const activityPage = 20;

/** Change sets, newest first, each with the first of what it changed. */
export function feedDocument(catalogue: Catalogue): string {
  return `query Activity($first: Int, $after: String, $filter: ChangeSetFilter) {
  changeSets(first: $first, after: $after, filter: $filter) {
    nodes {
      ${changeSetHead} undoes { id } undoneBy { id }
      versions(first: ${fewVersions}) { totalCount nodes { ${madeVersion(catalogue)} changes { field } } }
    }
    ${pageInfo}
  }
}`;
}

/** Which change sets are the newest: what is asked again and again. */
export const newestDocument = `query Newest($first: Int, $filter: ChangeSetFilter) {
  changeSets(first: $first, filter: $filter) { nodes { id } }
}`;

/** A change set with a page of all that it changed. */
export function changeSetDocument(catalogue: Catalogue): string {
  return `query ChangeSet($id: ID!, $first: Int, $after: String) {
  changeSet(id: $id) {
    ${changeSetHead} requestId undoes { ${changeSetHead} } undoneBy { ${changeSetHead} }
    versions(first: $first, after: $after) {
      nodes { ${madeVersion(catalogue)} changes { field before after redacted } } ${pageInfo} totalCount
    }
  }
}`;
}

function madeVersion(catalogue: Catalogue): string {
  const labels = labelSelections(catalogue, ({ name }, label) => `... on ${name}Version { snapshot { ${label} } }`);
  return `__typename entityType entityId version operation ${labels}`;
}
