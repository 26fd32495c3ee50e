import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { columnKinds } from '../model/column-kinds.js';
import { emptyRow } from './empty-row.js';
import { typedState } from './typed-state.js';

/** What a snapshot writes for a uuid; whatever else stands there, `typed_state` judges. */
const uuidForm = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/**
 * SQL: versions with what lists are filtered, ordered and joined by, and the `$snapshot` that {@link typedVersions} makes
 * the rest of, so that whole rows are made of a page and not of all that may stand on it. Texts and references are
 * there always, since they cost nothing where nobody looks at them. The id is the version's, so that a page in its order
 * ends before all are looked at, and so is its number.
 *
 * @param columns those that are looked at, with others or without; all where absent
 */
export function comparableVersions(
  meta: EntityMetadata,
  versions: RawBuilder<unknown>,
  columns?: ReadonlySet<string>,
): RawBuilder<unknown> {
  const values = storedProperties(meta).map((property) => ({
    column: columnOf(property),
    plain: plainValue(meta, property),
  }));
  const plain = values.flatMap(({ column, plain: value }) => (value ? [sql`${value} as ${sql.id(column)}`] : []));
  const others = values.filter(({ column, plain: value }) => !value && (columns?.has(column) ?? true));
  const made = others.map(({ column }) => sql`(r.value).${sql.id(column)}`);
  const typed = sql`cross join lateral ${typedState(meta, onlyOf(others.map(({ column }) => column)))} r`;
  return sql`(
    select ${sql.join([sql`v.entity_id as id`, sql`v.version`, sql`v.snapshot as "$snapshot"`, ...plain, ...made])}
    from ${versions} v ${made.length > 0 ? typed : sql``})`;
}

/** SQL: rows of {@link comparableVersions} as rows of their table, with what does not fit there as `$unfit`. */
export function typedVersions(meta: EntityMetadata, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  const columns = storedProperties(meta).map((property) => sql`(r.value).${sql.id(columnOf(property))}`);
  return sql`(
    select p.id, p.version, ${sql.join(columns)}, r.unfit as "$unfit" from ${rows} p
    cross join lateral ${typedState(meta, sql`p."$snapshot"`)} r)`;
}

function storedProperties(meta: EntityMetadata): EntityProperty[] {
  return meta.props.filter(
    ({ kind, persist, primary, version }) => !primary && !version && persist !== false && columnKinds.has(kind),
  );
}

function columnOf({ fieldNames }: EntityProperty): string {
  return fieldNames[0]!;
}

/**
 * SQL: the value of a column whose text is its value, as nearly all are: what `typed_state` would make of it, without its
 * costs. Undefined for columns of other types, and those that have a collation of their own.
 */
function plainValue(meta: EntityMetadata, property: EntityProperty): RawBuilder<unknown> | undefined {
  const column = columnOf(property);
  const text = sql`(v.snapshot ->> ${sql.lit(column)})`;
  const type = property.columnTypes[0]!;
  if (property.collation) return undefined;
  if (type === 'text') return text;
  const isPlain = plainCondition(type, text);
  if (!isPlain) return undefined;
  const judged = sql`((palimpsest.typed_state(${emptyRow(meta)}, ${onlyOf([column])})).value).${sql.id(column)}`;
  return sql`case when (${isPlain}) is false then ${judged} else ${text}::${sql.raw(type)} end`;
}

function plainCondition(type: string, text: RawBuilder<unknown>): RawBuilder<unknown> | undefined {
  const length = /^(?:varchar|character varying)\((\d+)\)$/.exec(type)?.[1];
  if (length !== undefined) return sql`char_length(${text}) <= ${sql.lit(Number(length))}`;
  return type === 'uuid' ? sql`${text} ~ ${sql.lit(uuidForm)}` : undefined;
}

/** SQL: a snapshot with nothing in it but some columns: each is typed by itself, so that is what they would be in the whole. */
function onlyOf(columns: readonly string[]): RawBuilder<unknown> {
  const parts = columns.map(
    (column) => sql`jsonb_build_object(${sql.lit(column)}::text, v.snapshot -> ${sql.lit(column)})`,
  );
  return parts.length === 0 ? sql`'{}'::jsonb` : sql`(${sql.join(parts, sql` || `)})`;
}
