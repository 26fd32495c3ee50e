import { type GraphQLField, type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { usualMostLinks } from '../../versioning/index.js';

/** Under them a page has its items, which are counted by the size that was asked for. */
export const itemFields: ReadonlySet<string> = new Set(['nodes', 'edges']);

/**
 * How many items a field without pages gives at most: what `@Extensions({ most: 10 })` says of it, else as many as a
 * record can be linked to. Where `@Extensions({ ofFields: true })` says that it gives what changed of a record, they are no
 * more than that has, or had, fields.
 *
 * @param mostChanges as many fields as one change can change
 * @returns 1 for what is no list
 */
export function mostItems(field: GraphQLField<unknown, unknown>, mostChanges: number): number {
  if (!isList(field.type) || itemFields.has(field.name)) return 1;
  const { most, ofFields } = field.extensions;
  const isOfFields = ofFields === true;
  if (typeof most === 'number') return isOfFields ? Math.min(most, mostChanges) : most;
  return isOfFields ? mostChanges : usualMostLinks;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
