import type { EntityMetadata, Platform } from '@mikro-orm/core';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { tellHistory } from './history-notes.js';
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
  const unfitting = modelOf(meta).readable.filter(({ column }) => Object.hasOwn(unfit, column));
  if (unfitting.length === 0) return record;
  const shown = Object.create(Object.getPrototypeOf(record) as object, Object.getOwnPropertyDescriptors(record)) as T;
  const { id: entityId, version } = record;
  for (const field of unfitting) {
    const value = field.isNullable ? null : standIn(field);
    const stored = unfit[field.column];
    const note = { entityType: meta.className, entityId, version, field: field.name, stored };
    Object.defineProperty(shown, field.property, {
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
function isAmong({ values, isList }: EntityField, value: unknown): boolean {
  if (!values) return true;
  return (isList && Array.isArray(value) ? value : [value]).every((one) => values.includes(one));
}
