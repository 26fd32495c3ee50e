import type { Catalogue, EntityField, EntityType } from './catalogue.js';
import { visibleText } from './visible-text.js';

/** Who did something. */
export interface Actor {
  readonly id: string;
  readonly kind: string;
  readonly displayName: string | null;
}

/** Another record, as far as it is needed to name it. */
export interface Named {
  readonly id: string;
  readonly label: string | null;
  readonly deletedAt: string | null;
}

/** A record, with the values of its fields under the names that records have for them. */
export interface ShownRecord {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: Actor | null;
  readonly updatedAt: string;
  readonly updatedBy: Actor | null;
  readonly deletedAt: string | null;
  readonly deletedBy: Actor | null;
  readonly [field: string]: unknown;
}

/** A record as the server answers it: each that it names with its label under the label's own name. */
export type AnsweredRecord = Readonly<Record<string, unknown>>;

/** A named record, of what `id deletedAt` and its label answer. @param type undefined for one that there is no more */
export function namedOf(catalogue: Catalogue, type: EntityType | undefined, answered: AnsweredRecord): Named {
  const { id, deletedAt = null } = answered as unknown as Partial<Named> & { readonly id: string };
  const label = answered[(type && catalogue.labelOf(type)?.shownAs) ?? ''];
  return { id, deletedAt, label: typeof label === 'string' ? label : null };
}

/** A record as it is shown: what its references and links name, by what it is called. */
export function shownRecord(
  catalogue: Catalogue,
  fields: readonly EntityField[],
  answered: AnsweredRecord,
): ShownRecord {
  const names = fields.flatMap(({ kind, shownAs, target }) => {
    if (shownAs === null || (kind !== 'REFERENCE' && kind !== 'LINKS')) return [];
    const type = catalogue.named(target ?? '');
    const value = answered[shownAs] as AnsweredRecord | readonly AnsweredRecord[] | null | undefined;
    if (value == null) return [];
    const named = Array.isArray(value)
      ? (value as readonly AnsweredRecord[]).map((one) => namedOf(catalogue, type, one))
      : namedOf(catalogue, type, value as AnsweredRecord);
    return [[shownAs, named] as const];
  });
  return { ...(answered as ShownRecord), ...Object.fromEntries(names) };
}

/** The value of a field as inputs have it: ids for a reference and links. Undefined for what cannot be read. */
export function inputValue(field: EntityField, record: ShownRecord): unknown {
  if (field.shownAs === null) return undefined;
  const value = record[field.shownAs];
  if (field.kind === 'REFERENCE') return (value as Named | null | undefined)?.id ?? null;
  if (field.kind === 'LINKS') return ((value as readonly Named[] | null | undefined) ?? []).map(({ id }) => id);
  return value;
}

/** A record by its id, with what it is called as far as that is known. */
export function namedBy(names: ReadonlyMap<string, Named>, id: string): Named {
  return names.get(id) ?? { id, label: null, deletedAt: null };
}

/** A value as changes have it, as records have it: with what the records are called that it names. */
export function withNames(field: EntityField, value: unknown, names: ReadonlyMap<string, Named>): unknown {
  if (field.kind === 'REFERENCE' && typeof value === 'string') return namedBy(names, value);
  if (field.kind === 'LINKS' && Array.isArray(value)) return value.map((id) => namedBy(names, String(id)));
  return value;
}

/** The records that a record names by its references and links, by their ids. */
export function namesIn(fields: readonly EntityField[], record: ShownRecord | null): Map<string, Named> {
  const names = new Map<string, Named>();
  if (!record) return names;
  for (const { kind, shownAs } of fields) {
    if (shownAs === null || (kind !== 'REFERENCE' && kind !== 'LINKS')) continue;
    const value = record[shownAs] as Named | readonly Named[] | null | undefined;
    for (const named of [value ?? []].flat()) names.set(named.id, named);
  }
  return names;
}

/** What a record is called: the value of its label, shortened to one line; its id where it has none. */
export function labelOf(label: EntityField | undefined, record: ShownRecord): string {
  const value = label?.shownAs == null ? null : record[label.shownAs];
  return typeof value === 'string' ? nameOf({ id: record.id, label: value }) : shortId(record.id);
}

const longestName = 80;

/**
 * What a named record is called: one line of its label, or its id where that says nothing. It stands in titles, questions and
 * names for screen readers, and is typed to confirm, so nothing hides in it.
 */
export function nameOf({ id, label }: Pick<Named, 'id' | 'label'>): string {
  const line = (label ?? '')
    .slice(0, longestName * 4)
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (line === '') return shortId(id);
  return visibleText(line.length > longestName ? `${line.slice(0, longestName)}…` : line);
}

/** Enough of an id to tell it from others: ids begin with the time of their creation, so the end of it. */
export function shortId(id: string): string {
  return id.length > 12 ? `…${id.slice(-8)}` : id;
}
