import { PropertyNotes } from './property-notes.js';

/** A value as JSON has it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What became of a field: how its rows and its old versions are brought into its present shape. */
export interface FormerField {
  /** The property that it was before. */
  readonly name?: string;
  /** What former values become, by the text of the former one; what is not named stays. Empty: all stay as they are. */
  readonly values?: Readonly<Record<string, JsonValue>>;
  /** What rows and versions have that have no value. */
  readonly absent?: JsonValue;
  /** For what these cannot say: a SQL expression over `state`, the former record as jsonb by column. */
  readonly sql?: string;
}

const fields = new PropertyNotes<FormerField>();
const names = new WeakMap<object, string>();

/**
 * Says what an entity or a field was before, for `palimpsest migrate create`, which writes it into the migration: rows and
 * old versions become what it says. It is asked only where the migration finds a difference. Afterwards a name may stay,
 * and what was said of one change is no answer to the next.
 *
 *     @Was('Opportunity')                       on a class: the name of the class before
 *     @Was('notes')                             on a property: its name before
 *     @Was({ values: { DRAFT: 'OPEN' } })       and what became of its values: see {@link FormerField}
 */
export function Was(former: string | FormerField): ClassDecorator & PropertyDecorator {
  return (target: object, property?: string | symbol) => {
    const field = typeof former === 'string' ? { name: former } : former;
    if (property !== undefined) fields.add(target, property, field);
    else if (field.name !== undefined) names.set(target, field.name);
  };
}

/** What the properties of an entity were, by their names now. */
export function formerFields(entity: { prototype: object }): ReadonlyMap<string, FormerField> {
  return fields.of(entity);
}

/** The name that the class of an entity had before; undefined where it says none. */
export function formerName(entity: object): string | undefined {
  return names.get(entity);
}
