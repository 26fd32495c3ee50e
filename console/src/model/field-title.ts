import type { EntityField } from './catalogue.js';

/** What people read in place of a field's name: `published at` for `publishedAt`, `author` for `authorId`. */
export function fieldTitle({ shownAs, name }: Pick<EntityField, 'shownAs' | 'name'>): string {
  return inWords(shownAs ?? name);
}

/** The same where a change names a field, which the type may have no more. */
export function titleOfNamed(fields: readonly EntityField[], name: string): string {
  const field = fields.find((of) => of.name === name);
  return field ? fieldTitle(field) : inWords(name);
}

function inWords(name: string): string {
  return name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ').toLowerCase();
}
