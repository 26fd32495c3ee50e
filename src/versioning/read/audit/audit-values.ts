import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { currentAnswerBudget } from '../../values/answer-budget.js';
import { fieldValue } from '../differences/diff.js';
import { modelOf } from '../../model/entity-model.js';
import type { WrittenDocument } from '../states/hidden-columns.js';
import { measureJson } from '../../values/json-size.js';
import { readableColumns } from '../rows/readable-columns.js';
import { rowOf } from '../rows/row-decoder.js';
import type { State } from '../states/record-state.js';
import { typedState } from '../states/typed-state.js';
import { parseStoredObject } from '../../values/stored-json.js';
import { query } from '../../session/query.js';

interface AuditType {
  /** The table of the entries, by its present name; null for what is of none. */
  readonly table: string | null;
  /** Undefined for an entity that is unknown here. */
  readonly meta: EntityMetadata | undefined;
}

type Values = Record<string, unknown>;

/**
 * What sides of audit entries hold, each in its place: of an unknown entity by column, else turned into typed values by the
 * database and keyed as clients name the fields. An entry says what was so then: what is no column any more, and what does
 * not fit it any more, is told as it was stored.
 */
export async function auditValues(
  em: SqlEntityManager,
  { table, meta }: AuditType,
  documents: readonly WrittenDocument[],
): Promise<Values[]> {
  if (!meta) return asStored(em, table, documents);
  const typed = await typedValues(em, meta, documents);
  const former = documents.filter((_, place) => typed[place]!.former.length > 0);
  const stored = new Map((await asStored(em, table, former)).map((values, place) => [former[place], values]));
  return documents.map((document, place) => {
    const { values, former: names } = typed[place]!;
    const then = stored.get(document) ?? {};
    return { ...values, ...Object.fromEntries(names.map(([name, column]) => [name, then[column]])) };
  });
}

interface TypedValues {
  readonly values: Values;
  /** Names with the columns that are to be told as they were stored. */
  readonly former: readonly (readonly [name: string, column: string])[];
}

/** Partial rows as stored, turned into values. */
async function typedValues(
  em: SqlEntityManager,
  meta: EntityMetadata,
  documents: readonly WrittenDocument[],
): Promise<TypedValues[]> {
  const rows = await query<Values & { $document: string; $unfit: Values }>(em)`
    select d.document as "$document", coalesce(r.unfit, '{}') || ${roundedNumbers} as "$unfit",
      ${readableColumns(meta, '(r.value)', em.getPlatform())}
    from unnest(${documents.map(({ document }) => document)}::text[]) with ordinality d(document, place)
    cross join lateral ${typedState(meta, sql`d.document::jsonb`)} r order by d.place`;
  const fields = modelOf(meta).shown.filter(({ sensitive }) => !sensitive);
  // Links have names of columns too, which another field may have had.
  const { columns: own, fields: about } = modelOf(meta);
  const columns = new Set([...own, ...about].map(({ column }) => column));
  return rows.map((raw) => {
    const stored = parsed(raw.$document);
    const record = rowOf<State['record']>(meta, raw, em.getPlatform());
    const state = { record, links: stored as State['links'] };
    const present = fields.filter(({ column }) => column in stored);
    const unfit = present.filter(({ column }) => column in raw.$unfit);
    const values = present.map((field): [string, unknown] => [field.name, fieldValue(field, state)]);
    if ('deleted_at' in stored) values.push(['deletedAt', record.deletedAt ?? null]);
    const gone = Object.keys(stored).filter((column) => !columns.has(column));
    return {
      values: Object.fromEntries(values),
      former: [
        ...unfit.map(({ name, column }) => [name, column] as const),
        ...gone.map((name) => [name, name] as const),
      ],
    };
  });
}

/** SQL: what is stored of numbers that a column of today would round, as it has fewer decimals. */
const roundedNumbers = sql`(
  select coalesce(jsonb_object_agg(key, stored), '{}')
  from jsonb_each(d.document::jsonb) as entry (key, stored) cross join lateral (select to_jsonb(r.value) -> key as typed) t
  where case jsonb_typeof(typed) when 'number' then (typed #>> '{}')::numeric <> (stored #>> '{}')::numeric end)`;

/** By column, with decimals as text, as the columns were when the entries were written. */
async function asStored(
  em: SqlEntityManager,
  table: string | null,
  documents: readonly WrittenDocument[],
): Promise<Values[]> {
  if (documents.length === 0) return [];
  const rows = await query<{ document: string }>(em)`
    select palimpsest.exact_numbers(d.document::jsonb, palimpsest.columns_at(${table}, d.moment))::text as document
    from unnest(${documents.map(({ document }) => document)}::text[], ${documents.map(({ moment }) => moment)}::timestamptz[])
      with ordinality d(document, moment, place) order by d.place`;
  return rows.map(({ document }) => parsed(document));
}

function parsed(text: string): Values {
  currentAnswerBudget()?.read(measureJson(text).more);
  return parseStoredObject(text);
}
