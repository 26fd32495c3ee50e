import { type EntityMetadata, type EntityProperty, type Platform, ReferenceKind } from '@mikro-orm/core';
import { fieldName, fieldsOf } from '../../model/entity-field.js';
import { tellHistory } from './history-notes.js';
import { readableProperties } from '../rows/readable-columns.js';
import { rowOf } from '../rows/row-decoder.js';
import { standIn } from './stand-in.js';
import { parseStoredObject } from '../../values/stored-json.js';
import type { State } from './record-state.js';
import { UnreadableValue } from '../../values/unreadable-value.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';

/**
 * A record made from a snapshot, with what is stored where today's columns have no place for it: what does not fit their
 * types, what is no value of an enum any more, what the API cannot give, and nothing where there must be something.
 *
 * @param raw a row keyed by column, with `$unfit` as `palimpsest.typed_state` gives it, as text
 */
export function readPastRecord(
  meta: EntityMetadata,
  raw: Record<string, unknown>,
  platform: Platform,
): Pick<State, 'record' | 'unfit'> {
  const record = rowOf<State['record']>(meta, raw, platform);
  const values = record as unknown as Record<string, unknown>;
  const told = raw['$unfit'] == null ? {} : parseStoredObject(raw['$unfit'] as string);
  const unfit: Record<string, unknown> = {};
  for (const property of readableProperties(meta)) {
    const { name, nullable, fieldNames } = property;
    const [column] = fieldNames as [string];
    const value = values[name];
    if (Object.hasOwn(told, column)) unfit[column] = told[column];
    else if (value === null && !nullable) unfit[column] = null;
    // It stays in the record: diffs tell it as it is stored.
    else if (value instanceof UnreadableValue) unfit[column] = value.stored;
    else if (value != null && !isAmong(property, value)) [unfit[column], values[name]] = [value, null];
  }
  for (const { kind, column } of fieldsOf(meta)) {
    if (kind === 'links' && Object.hasOwn(told, column)) unfit[column] = told[column];
  }
  return { record, unfit };
}

/**
 * A record of the past as it is answered: where its field must have a value and there is none that fits, a stand-in keeps
 * the list that it stands in, and whoever asks for the field is told what is stored.
 */
export function shownPastRecord<T extends VersionedEntity>(
  meta: EntityMetadata,
  { record, unfit }: { readonly record: T; readonly unfit: State['unfit'] },
): T {
  const properties = readableProperties(meta).filter(({ fieldNames }) => Object.hasOwn(unfit, fieldNames[0]!));
  if (properties.length === 0) return record;
  const shown = Object.create(Object.getPrototypeOf(record) as object, Object.getOwnPropertyDescriptors(record)) as T;
  const { id: entityId, version } = record;
  for (const property of properties) {
    const value = property.nullable ? null : standIn(property);
    const stored = unfit[property.fieldNames[0]!];
    const note = { entityType: meta.className, entityId, version, field: fieldName(property), stored };
    Object.defineProperty(shown, property.name, {
      enumerable: true,
      get() {
        tellHistory(note);
        return value;
      },
    });
  }
  return shown;
}

/** Whether a value is one of those that an enum has today. */
function isAmong({ kind, enum: isEnum, items, array }: EntityProperty, value: unknown): boolean {
  if (kind !== ReferenceKind.SCALAR || !isEnum || !Array.isArray(items)) return true;
  return (array && Array.isArray(value) ? value : [value]).every((one) => items.includes(one as never));
}
