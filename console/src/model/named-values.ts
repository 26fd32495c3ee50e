import type { Catalogue } from './catalogue.js';

/** A record that is to be named, and of which type it is. */
export interface ToName {
  readonly type: string;
  readonly id: string;
}

/** Values of a field, wherever they stand: in a change, or in a conflict. */
export interface FieldValues {
  readonly field: string;
  readonly values: readonly unknown[];
}

/** The records that values of references and links name, each once. @param type the name of the type that has the fields */
export function recordsNamed(catalogue: Catalogue, type: string, fields: readonly FieldValues[]): ToName[] {
  const known = new Map(catalogue.named(type)?.fields.map((field) => [field.name, field]));
  const found = fields.flatMap(({ field: name, values }) => {
    const field = known.get(name);
    const target = field?.kind === 'REFERENCE' || field?.kind === 'LINKS' ? field.target : undefined;
    if (target == null) return [];
    return values.flat().flatMap((id) => (typeof id === 'string' ? [{ type: target, id }] : []));
  });
  return distinct(found);
}

/** Each record once. */
export function distinct(records: readonly ToName[]): ToName[] {
  return [...new Map(records.map((record) => [record.id, record])).values()];
}
