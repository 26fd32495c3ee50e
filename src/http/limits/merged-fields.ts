import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { DomainError } from '../../versioning/index.js';

/**
 * Validation holds each two fields of one response name in one place against each other, and what stands below the one
 * against what stands below the other: a hundred of them are five thousand pairs, on each level anew.
 */
const mostPairs = 10_000;

/** Selections looked at, those of a fragment wherever it is spread. */
const mostSelections = 200_000;

/** Levels of selections and fragments; the walk would run out of stack. */
const deepest = 1000;

/**
 * Refuses a document whose fields are to be merged so often that validating it would keep all others waiting, before it
 * is validated. The rule in question is https://spec.graphql.org/October2021/#sec-Field-Selection-Merging.
 *
 * @throws DomainError QUERY_TOO_COMPLEX
 */
export function checkMergedFields({ definitions }: DocumentNode): void {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  let pairs = 0;
  let selections = 0;

  function look(sets: readonly SelectionSetNode[], depth: number): void {
    const below = new Map<string, { count: number; sets: SelectionSetNode[] }>();
    for (const set of sets) collect(set, below, depth);
    for (const { sets } of below.values()) if (sets.length > 0) look(sets, depth + 1);
  }

  function collect(
    set: SelectionSetNode,
    below: Map<string, { count: number; sets: SelectionSetNode[] }>,
    depth: number,
  ) {
    if (depth > deepest) throw tooComplex('nesting', `The document is nested deeper than ${deepest} levels.`);
    for (const selection of set.selections) {
      selections += 1;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = below.get(name) ?? { count: 0, sets: [] };
        below.set(name, same);
        pairs += same.count;
        same.count += 1;
        if (selection.selectionSet) same.sets.push(selection.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet, below, depth + 1);
      } else {
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment, below, depth + 1);
      }
      if (pairs > mostPairs || selections > mostSelections) {
        throw tooComplex('merging', 'The document selects the same fields too often in one place.');
      }
    }
  }

  for (const definition of definitions) {
    if ('selectionSet' in definition) look([definition.selectionSet], 0);
  }
}

function tooComplex(limit: string, message: string): DomainError {
  return new DomainError('QUERY_TOO_COMPLEX', message, { limit });
}
