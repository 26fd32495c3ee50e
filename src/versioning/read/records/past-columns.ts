import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
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
  const compared = storedColumns(meta).filter(({ column }) => columns?.has(column) ?? true);
  const names = compared.map(({ column }) => column);
  const others = compared.filter((field) => !plainValue(meta, field)).map(({ column }) => column);
  const values = compared.map(
    (field) => sql`${plainValue(meta, field) ?? sql`(r.value).${sql.id(field.column)}`} as ${sql.id(field.column)}`,
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

/**
 * SQL: rows of {@link comparableVersions} as rows of their table, with what does not fit there as `$unfit`, and of their links
 * the columns that are asked for, a JSON object, as `$links`.
 */
export function typedVersions(
  meta: EntityMetadata,
  rows: RawBuilder<unknown>,
  links: readonly string[],
): RawBuilder<unknown> {
  const columns = storedColumns(meta).map(({ column }) => sql`(r.value).${sql.id(column)}`);
  return sql`(
    select p.id, p.version, ${sql.join(columns)}, r.unfit as "$unfit", ${linksIn(links)} as "$links" from ${rows} p
    cross join lateral ${typedState(meta, sql`p."$snapshot"`)} r)`;
}

function linksIn(columns: readonly string[]): RawBuilder<unknown> {
  const links = columns.map((column) => sql`${sql.lit(column)}::text, p."$snapshot" -> ${sql.lit(column)}`);
  return sql`jsonb_build_object(${sql.join(links)})`;
}

/** Id and version are the version's own. */
function storedColumns(meta: EntityMetadata): EntityField[] {
  return modelOf(meta).columns.filter(({ property }) => property !== 'id' && property !== 'version');
}

/**
 * SQL: the value of a column of its text, as nearly all are: what `typed_state` would make of it, without its costs. Undefined
 * for columns of other types, and those that have a collation of their own.
 */
function plainValue(meta: EntityMetadata, { column, type, collation }: EntityField): RawBuilder<unknown> | undefined {
  if (collation) return undefined;
  const text = sql`x.${sql.id(column)}`;
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
