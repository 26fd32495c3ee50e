import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { isOwn } from '../session/own-rows.js';
import type { Table } from './table.js';
import type { VersionShape } from './version-shape.js';

/** As of what does not hold, so many are named unless all are wanted. */
export const usuallyNamed = 5;

/** One pass over what is stored of an entity; undefined where the entity has nothing of that kind. */
export type Check = (meta: EntityMetadata) => Pass | undefined;

/** One pass over what is stored of all entities, by the names of their tables. */
export type LogCheck = (tables: readonly string[]) => Pass & Required<Pick<Pass, 'table'>>;

/** A pass over the versions of one shape, that can be made over some of the records at a time. */
export type SlicedCheck = (table: Table, shape: VersionShape, slice: Slice) => Pass;

/** One of so many parts of all records, of about the same size. */
export interface Slice {
  /** From 0. */
  readonly index: number;
  readonly of: number;
}

/** The rows that a check looks at, and what must not be true of any of them. */
export interface Pass {
  /** A `from` clause, without the word. */
  readonly rows: RawBuilder<unknown>;
  /** The name of the record's table, where the pass is made over several. */
  readonly table?: RawBuilder<string>;
  /** The record's id, a uuid. */
  readonly id: RawBuilder<string>;
  readonly version: RawBuilder<number | null>;
  /** Each requirement, as a sentence, with the condition that breaks it. */
  readonly breaches: Readonly<Record<string, RawBuilder<unknown>>>;
  /** For those that are about columns: which they are, as a text[]. Asked of what breaks one alone. */
  readonly columns?: Readonly<Record<string, RawBuilder<unknown>>>;
}

/** Where a requirement does not hold. */
export interface Violation {
  /** Null where it is the table as a whole. */
  readonly id: string | null;
  readonly version: number | null;
  /** The columns and links, where it is about some; never what they hold. */
  readonly columns?: readonly string[];
}

/** SQL: the versions of an entity. */
export function versionsOf({ tableName }: Table, slice?: Slice): RawBuilder<unknown> {
  return sql`(select * from entity_version v where ${isOwn('v')} and entity_type = ${tableName} ${within(slice)})`;
}

/**
 * SQL: the audit entries of an entity's versions; a purge names the last version, and none of its own. Those from before the
 * table was called so have the name of then.
 */
export function entriesOf({ tableName }: Table, slice?: Slice): RawBuilder<unknown> {
  return sql`(
    select * from audit_entry e
    where ${isOwn('e')} and entity_type = any (palimpsest.type_names(${tableName})) and version is not null
      and action <> entity_type || '.purge' ${within(slice)})`;
}

/** SQL: the names under which is spoken of records, with the names that their tables have now. */
export function namesOf(tables: readonly string[]): RawBuilder<unknown> {
  return sql`(
    select name, "table" from unnest(${tables}::text[]) "table" cross join lateral unnest(palimpsest.type_names("table")) name)`;
}

// By a hash, since ids are in the order of time.
function within(slice: Slice | undefined): RawBuilder<unknown> {
  if (!slice || slice.of === 1) return sql``;
  return sql`and (uuid_hash(entity_id) & 65535) % ${sql.lit(slice.of)} = ${sql.lit(slice.index)}`;
}
