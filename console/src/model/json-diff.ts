/** What differs between two values of JSON, at one place of them. */
export interface JsonChange {
  /** As a JSON Pointer: RFC 6901. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** More than that nobody reads. */
const mostChanges = 500;

/** What differs, and whether there is more of it. */
export interface JsonDiff {
  readonly changes: readonly JsonChange[];
  readonly isCut: boolean;
}

/** Two values of JSON by path: a change is told at the place where it is, lists by position. */
export function compareJson(before: unknown, after: unknown): JsonDiff {
  const changes: JsonChange[] = [];
  collect(before, after, '', changes);
  return { changes: changes.slice(0, mostChanges), isCut: changes.length > mostChanges };
}

function collect(before: unknown, after: unknown, path: string, changes: JsonChange[]): void {
  if (changes.length > mostChanges || Object.is(before, after)) return;
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    changes.push({ path, kind: 'changed', before, after });
    return;
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of keys) {
    const below = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!Object.hasOwn(before, key)) changes.push({ path: below, kind: 'added', after: after[key] });
    else if (!Object.hasOwn(after, key)) changes.push({ path: below, kind: 'removed', before: before[key] });
    else collect(before[key], after[key], below, changes);
  }
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
