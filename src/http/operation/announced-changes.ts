import type { EntityMetadata } from '@mikro-orm/core';
import { getNamedType } from 'graphql';
import {
  type AnnouncedChange,
  type AnsweredRecord,
  type DerivedChange,
  type FieldValues,
  isAnsweredApart,
  Operation,
  type SelectedField,
  Selection,
  withOwned,
} from '../../versioning/index.js';
import type { OperationRequest } from './operation-request.js';

/** The changes of an operation, and what it answers of them. */
export interface Announced {
  readonly changes: readonly AnnouncedChange[];
  readonly selection: Selection;
  /** What is answered of the records that are changed, given their ids in the order of the changes. */
  answered(ids: readonly string[]): AnsweredRecord[];
}

/** A field that makes one change, of a record of an entity. */
interface Making {
  readonly field: SelectedField;
  readonly makes: DerivedChange;
  readonly meta: EntityMetadata;
}

/**
 * The changes of an operation that does nothing else, so that they can be made in one step: fields that are executed one
 * after the other cannot tell, as long as none of them looks at what the others change.
 *
 * @returns undefined where there is one, or anything else in the operation
 */
export function announcedChanges(request: OperationRequest): Announced | undefined {
  const { schema, document, operation, coerced: variables, orm } = request;
  const metadata = orm.getMetadata();
  const selection = new Selection({ schema, document, operation, variables });
  const fields = selection.roots();
  if (fields.length < 2) return undefined;
  const all = fields.map((field): Making | undefined => {
    const makes = field.definition.extensions.makes as DerivedChange | undefined;
    return makes && { field, makes, meta: metadata.get(makes.entity) as EntityMetadata };
  });
  const making = all.filter((one) => one !== undefined);
  if (making.length < fields.length) return undefined;
  const changed = new Set(
    making.flatMap(({ makes, meta }) => (makes.operation === Operation.DELETE ? withOwned([meta]) : [meta])),
  );
  if (!making.every(({ field, meta }) => isAnsweredApart({ selection, metadata, changed }, field, meta)))
    return undefined;
  return {
    changes: making.map((one) => changeOf(selection, one)),
    selection,
    answered: (ids) => making.flatMap((one, n) => answeredOf(selection, one, ids[n]!)),
  };
}

/** The inputs of all derived changes. */
interface Input {
  readonly id: string;
  readonly expectedVersion: number;
  readonly patch: FieldValues;
  readonly reason?: string | null;
}

function changeOf(selection: Selection, { field, makes: { operation, entity } }: Making): AnnouncedChange {
  const { input } = selection.arguments(field) as { input: Input };
  const { id, expectedVersion, patch } = input;
  switch (operation) {
    case Operation.CREATE:
      return { operation, entity, values: createdWith(input) };
    case Operation.UPDATE:
      return { operation, entity, id, expectedVersion, values: patch };
    case Operation.DELETE:
      return { operation, entity, id, expectedVersion };
  }
}

/** All that is said of a new record, which may have fields of any name. */
function createdWith(input: Input): FieldValues {
  const { reason: _, ...values } = input;
  return { ...values };
}

function answeredOf(selection: Selection, { field, meta }: Making, id: string): AnsweredRecord[] {
  const parts = selection.types(field).flatMap((type) => selection.below(field, type));
  const records = parts.filter(({ definition }) => getNamedType(definition.type).name === meta.className);
  return records.map((part) => ({ id, meta, field: part }));
}
