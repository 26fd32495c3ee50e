/** One field of a change, as the API says it. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

type State = Readonly<Record<string, unknown>> | null;

/** What an audit entry says has changed, under the names that fields have in the API. */
export function changesOf(before: State, after: State): FieldChange[] {
  return Object.keys(after ?? {}).map((column) => ({
    field: column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    before: before?.[column] ?? null,
    after: after![column],
  }));
}

/** `UPDATE` of `post.update`. */
export function operationOf(action: string): string {
  return action.slice(action.indexOf('.') + 1).toUpperCase();
}
