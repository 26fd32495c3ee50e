import type { FieldChange } from './field-change.js';
import { sameJson } from './same-json.js';
import type { State } from '../states/record-state.js';

/**
 * What differs in fields that were dropped since, by name.
 *
 * @param present the names that are in use now
 * @param changed as in `RecordedState`: what is known to have differed when it was written
 */
export function droppedChanges(
  present: ReadonlySet<string>,
  before: State['dropped'],
  after: State['dropped'],
  changed: readonly string[],
): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null];
    // Documents differ also where they read alike to JavaScript.
    const differed = changed.includes(`$${name}`) && [was, is].some((one) => one !== null && typeof one === 'object');
    if (!differed && sameJson(was, is)) return [];
    return [{ field: droppedName(present, name), before: was, after: is, redacted: false }];
  });
}

/** How a dropped field is called beside what there is now, which may have taken over its name. */
export function droppedName(present: ReadonlySet<string>, name: string): string {
  return present.has(name) ? `$${name}` : name;
}
