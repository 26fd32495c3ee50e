import { type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { declaredMetadata } from '../model/declared-metadata.js';
import { snakeCase } from '../model/snake-case.js';
import { canonicalTimestamp, Timestamp } from '../values/timestamp.js';

/** What a property of a stored table's class is in a row that was read: a reference is the id of what it refers to. */
type Stored<Value> = Value extends undefined ? null : Value extends { readonly id: string } ? string : Value;

/** A row of a stored table, of which some columns were read, by the names of its class; references as `changeSetId`. */
export type StoredRow<Table extends object, Name extends keyof Table> = {
  readonly [
    Property in Name as NonNullable<Table[Property]> extends { readonly id: string }
      ? `${string & Property}Id`
      : Property
  ]-?: Stored<Table[Property]>;
};

interface StoredColumn {
  /** As the row is to name it. */
  readonly name: string;
  readonly column: string;
  /** Its name in a row. */
  readonly key: string;
  readonly isInstant: boolean;
}

/**
 * Some columns of a stored table: the SQL that selects them and what makes of a row what the table's class says of it, so
 * that a column has its name and its type from there alone.
 *
 *     const holder = new StoredColumns(LegalHold, ['entityId', 'placedAt', 'changeSet']);
 *     const { placedAt, changeSetId } = holder.decode(row);    // of: select ${holder.select('h')} from legal_hold h
 */
export class StoredColumns<Table extends object, Name extends keyof Table & string> {
  readonly #columns: readonly StoredColumn[];

  /** @param prefix of their names in a row, where it has others besides */
  constructor(table: abstract new () => Table, names: readonly Name[], prefix = '') {
    const { properties } = declaredMetadata(table);
    this.#columns = names.map((name) => columnOf(properties[name as never] as EntityProperty, prefix));
  }

  /** SQL: the columns of an alias. @param instead SQL for what is to stand in place of a column's own value */
  select(alias: string, instead: Partial<Record<Name, RawBuilder<unknown>>> = {}): RawBuilder<unknown> {
    return sql.join(
      this.#columns.map(({ name, column, key }) => {
        const value = (instead as Partial<Record<string, RawBuilder<unknown>>>)[name];
        const own = sql.ref(`${alias}.${column}`);
        return value || key !== column ? sql`${value ?? own} as ${sql.id(key)}` : own;
      }),
    );
  }

  /** @param row with these columns, and others or none */
  decode(row: Readonly<Record<string, unknown>>): StoredRow<Table, Name> {
    const decoded: Record<string, unknown> = {};
    for (const { name, key, isInstant } of this.#columns) {
      const value = row[key];
      decoded[name] = isInstant && typeof value === 'string' ? canonicalTimestamp(value) : value;
    }
    return decoded as StoredRow<Table, Name>;
  }
}

function columnOf({ name, kind, type }: EntityProperty, prefix: string): StoredColumn {
  const isReference = (kind as ReferenceKind | undefined) === ReferenceKind.MANY_TO_ONE;
  const of = isReference ? `${name}Id` : name;
  const column = snakeCase(of);
  return { name: of, column, key: prefix + column, isInstant: (type as unknown) === Timestamp };
}
