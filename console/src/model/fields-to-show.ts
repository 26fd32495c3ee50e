import type { EntityField } from './catalogue.js';

/** The field of a name; undefined where the type has it no more. */
export type FieldByName = readonly [name: string, field: EntityField | undefined];

/**
 * The fields of a type in their order, then those that changed and were dropped since; or only those that changed.
 *
 * @param changed the names of those that changed
 */
export function fieldsToShow(
  fields: readonly EntityField[],
  changed: Iterable<string>,
  isOnlyChanged: boolean,
): FieldByName[] {
  const known = new Map(fields.map((field) => [field.name, field]));
  const names = new Set([...(isOnlyChanged ? [] : known.keys()), ...changed]);
  return [...names].map((name) => [name, known.get(name)]);
}
