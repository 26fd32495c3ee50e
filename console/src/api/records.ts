import type { DeletedFilter } from '../../../sdk/src/index.js';
import type { EntityField, EntityType } from '../model/catalogue.js';
import { columnsOf, isSearchable, type ListQuery, listVariables } from '../model/list-query.js';
import type { PageSize } from '../model/page-size.js';
import { type AnsweredRecord, type Named, namedOf, type ShownRecord, shownRecord } from '../model/shown-record.js';
import { documents, types } from './catalogue.js';
import { ask, askFields } from './request.js';
import { shrinkingPages } from './shrinking-page.js';

/** A page of anything. */
export interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** What a change answers: the record as it is now. */
export interface Change {
  readonly id: string;
  readonly version: number;
  readonly deletedAt: string | null;
}

/** A page of a list. */
export async function listRecords(type: EntityType, query: ListQuery, signal: AbortSignal): Promise<Page<ShownRecord>> {
  const variables = listVariables(types().labelOf(type), type, query);
  return readPage(type, columnsOf(types(), type), variables, signal);
}

/** A record, deleted or not; null where there is none. */
export async function readRecord(type: EntityType, id: string, signal?: AbortSignal): Promise<ShownRecord | null> {
  const data = await ask<Record<string, AnsweredRecord | null>>(documents().one(type), { id }, signal);
  const answered = data[type.singular];
  return answered ? shownRecord(types(), type.fields, answered) : null;
}

/** Children of a record by one reference, the first of them. */
export async function listChildren(
  type: EntityType,
  field: EntityField,
  id: string,
  signal: AbortSignal,
): Promise<Page<ShownRecord>> {
  const variables = { first: 10, filter: { [field.name]: { eq: id } } };
  return readPage(type, columnsOf(types(), type).slice(0, 3), variables, signal);
}

/** Records that can be referred to, by what they are called; the first of all where they cannot be searched. */
export async function findNames(type: EntityType, search: string, signal: AbortSignal): Promise<readonly Named[]> {
  const label = types().labelOf(type);
  const filter = search !== '' && isSearchable(label) ? { [label!.name]: { contains: search } } : undefined;
  const document = documents().names(type);
  const data = await shrinkingPages({ first: 20, filter }, (variables) =>
    ask<Record<string, { readonly nodes: readonly AnsweredRecord[] }>>(document, variables, signal),
  );
  return data[type.plural]!.nodes.map((answered) => namedOf(types(), type, answered));
}

/** How many records of a type there are. */
export interface RecordCount {
  readonly type: EntityType;
  readonly living: number;
  readonly deleted: number;
}

/** How many records of each type there are. */
export async function countRecords(signal: AbortSignal): Promise<readonly RecordCount[]> {
  const all = types().types;
  const countsOf = (deleted: DeletedFilter) => all.map((type) => documents().count(type, deleted));
  const fields = [...countsOf('EXCLUDE'), ...countsOf('ONLY')];
  const counts = await askFields<{ readonly totalCount: number }>('Overview', fields, signal);
  return all.map((type, n) => ({
    type,
    living: counts[n]!.totalCount,
    deleted: counts[all.length + n]!.totalCount,
  }));
}

/** Makes one change of one record, by its mutation's verb. */
export async function change(
  verb: 'create' | 'update' | 'delete' | 'restore' | 'revert' | 'purge',
  type: EntityType,
  input: Readonly<Record<string, unknown>>,
): Promise<Change> {
  const data = await ask<Record<string, Record<string, Change>>>(documents().change(verb, type), { input });
  return data[`${verb}${type.name}`]![type.singular]!;
}

/** Restores several records in one transaction: all of them, or none. */
export async function restoreTogether(
  records: readonly { readonly type: EntityType; readonly id: string; readonly version: number }[],
  reason: string | null,
): Promise<void> {
  const inputs = records.map(({ id, version }, n) => [`i${n}`, { id, expectedVersion: version, reason }] as const);
  await ask(documents().restoreTogether(records.map(({ type }) => type)), Object.fromEntries(inputs));
}

async function readPage(
  type: EntityType,
  fields: readonly EntityField[],
  variables: PageSize,
  signal: AbortSignal,
): Promise<Page<ShownRecord>> {
  const document = documents().list(type, fields);
  const data = await shrinkingPages(variables, (page) =>
    ask<Record<string, Page<AnsweredRecord>>>(document, page, signal),
  );
  const page = data[type.plural]!;
  return { ...page, nodes: page.nodes.map((answered) => shownRecord(types(), fields, answered)) };
}
