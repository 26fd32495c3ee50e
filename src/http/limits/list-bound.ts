import { type GraphQLField, type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { usualMostLinks } from '../../versioning/index.js';

/** The parts of a page are counted by the size that was asked for. */
const partsOfPages: ReadonlySet<string> = new Set(['nodes', 'edges']);

/**
 * How many items a field without pages gives at most: what `@Extensions({ most: 10 })` says of it, else as many as a
 * record can be linked to. What changed of a record is no more than it has, or had, fields.
 *
 * @param mostChanges as many fields as one change can change
 * @returns 1 for what is no list
 */
export function mostItems(field: GraphQLField<unknown, unknown>, mostChanges: number): number {
  if (!isList(field.type) || partsOfPages.has(field.name)) return 1;
  const { most } = field.extensions;
  const isOfFields = /\bFieldChange\b/.test(String(field.type));
  if (typeof most === 'number') return isOfFields ? Math.min(most, mostChanges) : most;
  return isOfFields ? mostChanges : usualMostLinks;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
