/** A field of a query's first level, with all that it is given: it can be asked for by itself, or together with others. */
export interface RootField {
  readonly name: string;
  /** Its arguments by name: of which GraphQL type, and the value. */
  readonly args: Readonly<Record<string, readonly [type: string, value: unknown]>>;
  /** What is selected of it. */
  readonly selection: string;
  /** Whether it can be asked as of an instant; the client says which. */
  readonly takesInstant?: boolean;
}

/** Several fields as one query. */
export interface FieldsQuery {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Under which name each field is answered. */
  readonly names: readonly string[];
}

/**
 * Writes fields as one query. The first of a name is answered under its own: other names are what a server allows few of
 * (MAX_ALIASES).
 *
 * @param operation what the query is called
 */
export function fieldsQuery(operation: string, fields: readonly RootField[]): FieldsQuery {
  const taken = new Set<string>();
  const names = fields.map(({ name }, n) => {
    // No field of a record type begins so.
    const answered = taken.has(name) ? `_${n}` : name;
    taken.add(name);
    return answered;
  });
  const args = fields.flatMap((field, n) =>
    Object.entries(field.args).map(([name, arg]) => [`${name}${n}`, arg] as const),
  );
  const takesInstant = fields.some((field) => field.takesInstant);
  const declared = [...args.map(([name, [type]]) => `$${name}: ${type}`), ...(takesInstant ? ['$asOf: AsOf'] : [])];
  const texts = fields.map((field, n) => fieldText(field, n, names[n]!));
  return {
    document: `query ${operation}${inBrackets(declared)} { ${texts.join(' ')} }`,
    variables: Object.fromEntries(args.map(([name, [, value]]) => [name, value])),
    names,
  };
}

function fieldText({ name, args, selection, takesInstant }: RootField, n: number, answered: string): string {
  const passed = [...Object.keys(args).map((arg) => `${arg}: $${arg}${n}`), ...(takesInstant ? ['asOf: $asOf'] : [])];
  return `${answered === name ? '' : `${answered}: `}${name}${inBrackets(passed)} { ${selection} }`;
}

function inBrackets(parts: readonly string[]): string {
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
}
