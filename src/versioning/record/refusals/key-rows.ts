import type { EntityMetadata, Platform } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { emptyRow } from '../../read/rows/empty-row.js';
import { isOwn } from '../../session/own-rows.js';
import type { UniqueKey } from '../recording/unique-key.js';

/** What a record is to hold of what its key is made of. */
export interface KeyValues {
  readonly id: string;
  readonly values: readonly (readonly [EntityField, unknown])[];
}

/**
 * SQL about who has a unique key: rows of records' ids and of the key that each has, which the database makes in both ways, by
 * expression, type and collation.
 */
export class KeyRows {
  /** Among which rows the key is unique, over the columns of the table. */
  readonly among: RawBuilder<boolean>;
  readonly #meta: EntityMetadata;
  readonly #names: readonly string[];
  readonly #key: RawBuilder<unknown>;

  constructor(meta: EntityMetadata, { expressions, condition }: UniqueKey) {
    // What is added from outside, as a tenant is, is the session's own, and in no record.
    const { outsideColumns } = modelOf(meta);
    const own = expressions.filter((expression) => !outsideColumns.includes(expression.replaceAll('"', '')));
    this.among = sql`(${sql.raw(condition ?? 'true')})`;
    this.#meta = meta;
    this.#names = own.map((_, n) => `$${n}`);
    this.#key = sql.join(own.map((expression, n) => sql`${sql.raw(expression)} as ${sql.id(`$${n}`)}`));
  }

  /** The records that have the key, with their versions. */
  get held(): RawBuilder<unknown> {
    return sql`(
      select id, version, ${this.#key} from ${sql.table(this.#meta.tableName)} t where ${isOwn('t')} and ${this.among})`;
  }

  /** What records would have with these values. @param where which of them, over the columns of the table */
  wanted(
    records: readonly KeyValues[],
    platform: Platform,
    where: RawBuilder<boolean> = sql`true`,
  ): RawBuilder<unknown> {
    const rows = `[${records.map((record) => rowJson(record, platform)).join()}]`;
    return sql`(
      select id, ${this.#key} from jsonb_populate_recordset(${emptyRow(this.#meta)}, ${rows}::jsonb) where ${where})`;
  }

  /** Whether two rows have the same key. @param a alias of the one @param b of the other */
  same(a: string, b: string): RawBuilder<boolean> {
    const equal = this.#names.map((name) => sql`${sql.ref(`${a}.${name}`)} = ${sql.ref(`${b}.${name}`)}`);
    return sql`(${sql.join(equal, sql` and `)})`;
  }
}

/** What PostgreSQL makes a row of: JSON by column. */
function rowJson({ id, values }: KeyValues, platform: Platform): string {
  const columns = values.map(
    ([field, value]) => `${JSON.stringify(field.column)}:${columnJson(field, value, platform)}`,
  );
  return `{${[`"id":${JSON.stringify(id)}`, ...columns].join()}}`;
}

/** Of a text PostgreSQL makes a value of any type, but of a column of JSON the text would be the value. */
function columnJson({ type, conversion }: EntityField, value: unknown, platform: Platform): string {
  const stored: unknown = conversion ? conversion.convertToDatabaseValue(value, platform) : value;
  return typeof stored === 'string' && /^jsonb?$/.test(type) ? stored : JSON.stringify(stored);
}
