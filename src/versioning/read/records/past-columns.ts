import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { columnKinds } from '../../model/column-kinds.js';
import { emptyRow } from '../rows/empty-row.js';
import { isPlain } from '../states/plain-value.js';
import { typedState } from '../states/typed-state.js';

/**
 * SQL: versions with what lists are filtered and ordered by, and the `$snapshot` that {@link typedVersions} makes the rest
 * of, so that whole rows are made of a page and not of all that may stand on it. The id is the version's, so that a page in
 * its order ends before all are looked at, and so is its number.
 *
 * @param columns those that are looked at; all where absent
 */
export function comparableVersions(
  meta: EntityMetadata,
  versions: RawBuilder<unknown>,
  columns?: ReadonlySet<string>,
): RawBuilder<unknown> {
  const compared = storedProperties(meta).filter((property) => columns?.has(columnOf(property)) ?? true);
  const names = compared.map(columnOf);
  const others = compared.filter((property) => !plainValue(meta, property)).map(columnOf);
  const values = compared.map(
    (property) =>
      sql`${plainValue(meta, property) ?? sql`(r.value).${sql.id(columnOf(property))}`} as ${sql.id(columnOf(property))}`,
  );
  const texts = names.map((column) => sql`v.snapshot ->> ${sql.lit(column)} as ${sql.id(column)}`);
  // `offset 0` has each text taken out of its snapshot once. By the id PostgreSQL knows that no two are alike: else it would keep
  // them by their whole snapshots, in case one comes again.
  const taken = sql`cross join lateral (select ${sql.join(texts)}, v.entity_id as "$id" offset 0) x`;
  const typed = sql`cross join lateral ${typedState(meta, onlyOf(others))} r`;
  return sql`(
    select ${sql.join([sql`v.entity_id as id`, sql`v.version`, sql`v.snapshot as "$snapshot"`, ...values])}
    from ${versions} v ${names.length > 0 ? taken : sql``} ${others.length > 0 ? typed : sql``})`;
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
 * SQL: the value of a column of its text, as nearly all are: what `typed_state` would make of it, without its costs. Undefined
 * for columns of other types, and those that have a collation of their own.
 */
function plainValue(meta: EntityMetadata, property: EntityProperty): RawBuilder<unknown> | undefined {
  if (property.collation) return undefined;
  const column = columnOf(property);
  const text = sql`x.${sql.id(column)}`;
  const type = property.columnTypes[0]!;
  if (type === 'text') return text;
  const condition = isPlain(type, text);
  if (!condition) return undefined;
  const judged = sql`((palimpsest.typed_state(${emptyRow(meta)}, ${onlyOf([column])})).value).${sql.id(column)}`;
  return sql`case when (${condition}) is false then ${judged} else ${text}::${sql.raw(type)} end`;
}

/** SQL: a snapshot with nothing in it but some columns: each is typed by itself, so that is what they would be in the whole. */
function onlyOf(columns: readonly string[]): RawBuilder<unknown> {
  const parts = columns.map(
    (column) => sql`jsonb_build_object(${sql.lit(column)}::text, v.snapshot -> ${sql.lit(column)})`,
  );
  return parts.length === 0 ? sql`'{}'::jsonb` : sql`(${sql.join(parts, sql` || `)})`;
}
