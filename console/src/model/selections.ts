import type { Catalogue, EntityType } from './catalogue.js';

/** Who did something. */
export const actor = '{ id kind displayName }';

/** Where a page stands. */
export const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

/** What a change set says of itself. */
export const changeSetHead = `id reason source operationName recordedAt actor ${actor}`;

/**
 * What records are called, where it is not known of which type they are; {@link labelAnswered} finds it in the answer.
 *
 * @param on the selection for one type, of how its label is selected
 */
export function labelSelections(catalogue: Catalogue, on: (type: EntityType, label: string) => string): string {
  const selections = catalogue.types.flatMap((type) => {
    const label = catalogue.labelOf(type)?.shownAs;
    const name = labelName(catalogue, type);
    if (label == null || name === undefined) return [];
    return [on(type, name === label ? label : `${name}: ${label}`)];
  });
  return selections.join(' ');
}

/** What a record is called, in an answer to {@link labelSelections}; null where nothing says so. @param type its name */
export function labelAnswered(catalogue: Catalogue, type: string, answer: object | undefined): string | null {
  const of = catalogue.named(type);
  const value = answer && of && (answer as Readonly<Record<string, unknown>>)[labelName(catalogue, of) ?? ''];
  return typeof value === 'string' ? value : null;
}

/**
 * Under which name the label of a type is answered: its own, unless a type before it has a label of that name that can be
 * null where this one cannot, or the other way round. GraphQL lets fields of one name not differ in that.
 */
function labelName(catalogue: Catalogue, type: EntityType): string | undefined {
  const label = catalogue.labelOf(type);
  if (label?.shownAs == null) return undefined;
  const first = catalogue.types
    .map((other) => catalogue.labelOf(other))
    .find((other) => other?.shownAs === label.shownAs);
  return first!.isNullable === label.isNullable ? label.shownAs : `${label.shownAs}Of${type.name}`;
}
