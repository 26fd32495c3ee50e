import type { EntityMetadata, Platform } from '@mikro-orm/core';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { isRecordId } from '../../values/record-id.js';
import { tellHistory } from './history-notes.js';
import { setRecordedLinks } from './recorded-links.js';
import { rowOf } from '../rows/row-decoder.js';
import { standIn } from './stand-in.js';
import { parseStoredObject } from '../../values/stored-json.js';
import type { State } from './record-state.js';
import { UnreadableValue } from '../../values/unreadable-value.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';

/** What a snapshot says of a record. */
export type PastRecord<T extends VersionedEntity = VersionedEntity> = Pick<State<T>, 'record' | 'links' | 'unfit'>;

/**
 * A record made from a snapshot, with what is stored where today's columns have no place for it: what does not fit their
 * types, what is no value of an enum any more, what the API cannot give, and nothing where there must be something. Of links,
 * what is no id is no link.
 *
 * @param raw a row keyed by column, with `$unfit` as `palimpsest.typed_state` gives it, as text, and the `$links` that are read,
 *   as they stand in the snapshot
 */
export function readPastRecord(meta: EntityMetadata, raw: Record<string, unknown>, platform: Platform): PastRecord {
  const record = rowOf<State['record']>(meta, raw, platform);
  const values = record as unknown as Record<string, unknown>;
  const told = raw['$unfit'] == null ? {} : parseStoredObject(raw['$unfit'] as string);
  const unfit: Record<string, unknown> = {};
  for (const field of modelOf(meta).readable) {
    const { property, column, isNullable } = field;
    const value = values[property];
    if (Object.hasOwn(told, column)) unfit[column] = told[column];
    else if (value === null && !isNullable) unfit[column] = null;
    // It stays in the record: diffs tell it as it is stored.
    else if (value instanceof UnreadableValue) unfit[column] = value.stored;
    else if (value != null && !isAmong(field, value)) [unfit[column], values[property]] = [value, null];
  }
  for (const { kind, column } of modelOf(meta).fields) {
    if (kind === 'links' && Object.hasOwn(told, column)) unfit[column] = told[column];
  }
  const links: Record<string, readonly string[]> = {};
  for (const [column, stored] of Object.entries(raw['$links'] as Readonly<Record<string, unknown>>)) {
    links[column] = Array.isArray(stored) ? stored.filter(isLink).toSorted() : [];
    if (stored !== null && !(Array.isArray(stored) && stored.every(isLink))) unfit[column] = stored;
  }
  return { record, links, unfit };
}

/**
 * A record of the past as it is answered, with what it was linked to: where its field must have a value and there is none that
 * fits, a stand-in keeps the list that it stands in, and whoever asks for the field is told what is stored.
 */
export function shownPastRecord<T extends VersionedEntity>(
  meta: EntityMetadata,
  { record, links, unfit }: PastRecord<T>,
): T {
  const { id: entityId, version } = record;
  const told = ({ name: field, column }: EntityField, value: unknown): PropertyDescriptor => {
    const note = { entityType: meta.className, entityId, version, field, stored: unfit[column] };
    return {
      enumerable: true,
      get() {
        tellHistory(note);
        return value;
      },
    };
  };
  const isUnfit = ({ column }: EntityField) => Object.hasOwn(unfit, column);
  const values = modelOf(meta).readable.filter(isUnfit);
  const shown = values.length === 0 ? record : copyOf(record);
  for (const field of values) {
    Object.defineProperty(shown, field.property, told(field, field.isNullable ? null : standIn(field)));
  }
  const lists = modelOf(meta).fields.filter((field) => field.kind === 'links' && isUnfit(field));
  const shownLinks = lists.length === 0 ? links : copyOf(links);
  for (const field of lists) Object.defineProperty(shownLinks, field.column, told(field, links[field.column]));
  setRecordedLinks(shown, shownLinks);
  return shown;
}

function copyOf<T extends object>(value: T): T {
  return Object.create(Object.getPrototypeOf(value) as object, Object.getOwnPropertyDescriptors(value)) as T;
}

function isLink(value: unknown): value is string {
  return typeof value === 'string' && isRecordId(value);
}

/** Whether a value is one of those that an enum has today. */
function isAmong({ values, isList }: EntityField, value: unknown): boolean {
  if (!values) return true;
  return (isList && Array.isArray(value) ? value : [value]).every((one) => values.includes(one));
}
