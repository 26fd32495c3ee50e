import type { Catalogue, EntityType } from './catalogue.js';

/** Who did something. */
export const actor = '{ id kind displayName }';

/** Where a page stands. */
export const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

/** What a change set says of itself. */
export const changeSetHead = `id reason source operationName recordedAt actor ${actor}`;

/**
 * What records are called, where it is not known of which type they are: as `label` or `labelOrNull`, since fields of one
 * answered name must not differ in whether they can be null.
 *
 * @param on the selection for one type, of how its label is selected
 */
export function labelSelections(catalogue: Catalogue, on: (type: EntityType, label: string) => string): string {
  const selections = catalogue.types.flatMap((type) => {
    const label = catalogue.labelOf(type);
    if (label?.shownAs == null) return [];
    return [on(type, `${label.isNullable ? 'labelOrNull' : 'label'}: ${label.shownAs}`)];
  });
  return selections.join(' ');
}

/** What {@link labelSelections} select. */
export interface Labelled {
  readonly label?: string;
  readonly labelOrNull?: string | null;
}
