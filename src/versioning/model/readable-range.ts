import { type EntityMetadata, type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import { isCalendarDay } from '../values/calendar-day.js';
import { isJsonObject } from '../values/json-object.js';
import { constraintName } from './constraint-name.js';
import { isObjectProperty, isVersioned } from './map-versioned.js';

/** What a type of columns can hold and the API cannot give. */
export interface ReadableRange {
  /** SQL: whether a value of a column, quoted, can be given. */
  readonly sql: (column: string) => string;
  /** Whether a value, as the program has read it, can be given. */
  readonly has: (value: unknown) => boolean;
}

const between = (least: string, beyond: string) => (column: string) =>
  `${column} >= '${least}' and ${column} < '${beyond}'`;

// Not a number is the greatest number to PostgreSQL, beyond infinity.
const finite = (column: string) => `${column} > '-Infinity' and ${column} < 'Infinity'`;

// A column holds no null of JSON's: it would read like SQL's, and only filters would tell the two apart.
const json: ReadableRange = { sql: (column) => `jsonb_typeof(${column}) <> 'null'`, has: () => true };

const jsonObject: ReadableRange = { sql: (column) => `jsonb_typeof(${column}) = 'object'`, has: isJsonObject };

/**
 * By the name of a column's type. Instants and numerics are refused by their types in the program: infinity has no
 * form.
 */
const ranges: Readonly<Record<string, ReadableRange>> = {
  timestamptz: { sql: between('0001-01-01 00:00:00+00', '10000-01-01 00:00:00+00'), has: () => true },
  timestamp: { sql: between('0001-01-01 00:00:00', '10000-01-01 00:00:00'), has: () => true },
  date: {
    sql: between('0001-01-01', '10000-01-01'),
    has: (value) => typeof value !== 'string' || isCalendarDay(value),
  },
  numeric: { sql: finite, has: () => true },
  decimal: { sql: finite, has: () => true },
  double: { sql: finite, has: (value) => typeof value !== 'number' || Number.isFinite(value) },
  real: { sql: finite, has: (value) => typeof value !== 'number' || Number.isFinite(value) },
  jsonb: json,
};

/** What of a property's column the API can give; undefined where that is all. */
export function readableRange(meta: EntityMetadata, property: EntityProperty): ReadableRange | undefined {
  const range = ranges[/^\w+/.exec(property.columnTypes?.[0] ?? '')?.[0] ?? ''];
  return range === json && isVersioned(meta.class) && isObjectProperty(meta.class, property.name) ? jsonObject : range;
}

/** A constraint that keeps a column within what the API can give. */
export interface ReadableCheck {
  readonly name: string;
  readonly property: string;
  readonly column: string;
  readonly expression: string;
}

/**
 * The constraints that keep the columns of a versioned entity within what the API can give, whoever writes them; part
 * of its metadata, so that the migration of a new entity brings them. For MikroORM's `discovery.afterDiscovered`.
 */
export function declareReadableChecks(meta: EntityMetadata): void {
  meta.checks.push(...readableChecks(meta).map(({ name, property, expression }) => ({ name, property, expression })));
}

/** See {@link declareReadableChecks}. */
export function readableChecks(meta: EntityMetadata): ReadableCheck[] {
  if (!isVersioned(meta.class)) return [];
  return meta.props.flatMap((property) => {
    const [column] = property.fieldNames ?? [];
    const range = property.kind === ReferenceKind.SCALAR && property.persist !== false && readableRange(meta, property);
    if (!range || column === undefined) return [];
    return [
      {
        name: constraintName(meta.tableName, column, 'readable'),
        property: property.name,
        column,
        expression: range.sql(`"${column}"`),
      },
    ];
  });
}
