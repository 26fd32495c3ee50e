import type { EntityMetadata } from '@mikro-orm/core';
import { isDeepStrictEqual } from 'node:util';
import { currentAnswerBudget } from '../../values/answer-budget.js';
import { droppedChanges } from './dropped-changes.js';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import type { FieldChange } from './field-change.js';
import { measureJson } from '../../values/json-size.js';
import type { State } from '../states/record-state.js';
import { UnreadableValue } from '../../values/unreadable-value.js';

/**
 * What differs between two states of a record, in the order of the entity's fields; then what differs in fields that were
 * dropped since, by name.
 *
 * @param before null: against nothing, that is, what a creation set
 * @param redacted columns of sensitive fields that are known to have changed in between
 * @param changed columns that are known to have differed when they were written: JSON documents differ also where they read
 *   alike to JavaScript (1 and 1.0), but of two values that mean the same today nothing is told
 */
export function diff(
  meta: EntityMetadata,
  before: State | null,
  after: State,
  redacted: readonly string[] = [],
  changed: readonly string[] = [],
): FieldChange[] {
  const changes = modelOf(meta).shown.flatMap((field): FieldChange[] => {
    if (field.sensitive) {
      return redacted.includes(field.column) ? [{ field: field.name, before: null, after: null, redacted: true }] : [];
    }
    const was = before ? fieldValue(field, before) : null;
    const is = fieldValue(field, after);
    const differed = field.type === 'jsonb' && changed.includes(field.column);
    return !differed && sameValue(field, was, is) && !differsUnfit(field, before, after)
      ? []
      : [{ field: field.name, before: was, after: is, redacted: false }];
  });
  return [
    ...changes,
    ...droppedChanges(
      new Set(modelOf(meta).shown.map(({ name }) => name)),
      before?.dropped ?? {},
      after.dropped,
      changed,
    ),
    ...deletion(before?.record.deletedAt ?? null, after.record.deletedAt ?? null),
  ];
}

/** Both are null to clients, but other things are stored. */
function differsUnfit({ column }: EntityField, before: State | null, after: State): boolean {
  return !isDeepStrictEqual(before?.unfit[column] ?? null, after.unfit[column] ?? null);
}

/** A field's value in the form clients see in diffs: references and links as ids, the rest as the API gives it. */
export function fieldValue({ kind, property, column }: EntityField, state: Pick<State, 'record' | 'links'>): unknown {
  if (kind === 'links') return state.links[column] ?? [];
  const value = (state.record as unknown as Record<string, unknown>)[property] ?? null;
  return kind === 'reference' ? ((value as { id: string } | null)?.id ?? null) : value;
}

/** Whether two values of a field are equal as its type sees it: the order of keys in JSON says nothing, nor does 1.5 in place of 1.50 where the column has a scale. */
export function sameValue({ conversion: type }: EntityField, a: unknown, b: unknown): boolean {
  if (a == null || b == null) return a === b;
  if (a instanceof UnreadableValue || b instanceof UnreadableValue) return isDeepStrictEqual(a, b);
  if (!type?.compareValues) {
    if (typeof a === 'string') currentAnswerBudget()?.compare(Buffer.byteLength(a));
    return isDeepStrictEqual(a, b);
  }
  // Types compare values in the form in which they are stored.
  const [x, y] = [a, b].map((value): unknown => {
    const stored: unknown = type.convertToDatabaseValue(value, type.platform!);
    // A text here is JSON, or short.
    if (typeof stored === 'string')
      currentAnswerBudget()?.compare(Buffer.byteLength(stored) + measureJson(stored).more);
    return stored;
  });
  return type.compareValues(x, y);
}

function deletion(before: string | null, after: string | null): FieldChange[] {
  return before === after ? [] : [{ field: 'deletedAt', before, after, redacted: false }];
}
