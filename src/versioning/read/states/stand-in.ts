import type { EntityField } from '../../model/entity-field.js';

/** By the name of a column's type; text for all others. */
const byType: Readonly<Record<string, unknown>> = {
  int: 0,
  int2: 0,
  int4: 0,
  integer: 0,
  smallint: 0,
  serial: 0,
  real: 0,
  float4: 0,
  float8: 0,
  double: 0,
  bigint: '0',
  int8: '0',
  numeric: '0',
  decimal: '0',
  bool: false,
  boolean: false,
  timestamptz: '1970-01-01T00:00:00.000000Z',
  timestamp: '1970-01-01T00:00:00.000000Z',
  date: '1970-01-01',
  time: '00:00:00',
  uuid: '00000000-0000-0000-0000-000000000000',
  jsonb: {},
  json: {},
};

/**
 * What a field gives that must have a value where history has none that fits: the emptiest value of its type. Of a
 * reference there is none.
 */
export function standIn({ kind, type, values, isList }: EntityField): unknown {
  if (kind !== 'value') return null;
  if (isList || type.endsWith('[]')) return [];
  if (values) return values[0];
  const name = /^\w+/.exec(type)?.[0] ?? '';
  return Object.hasOwn(byType, name) ? byType[name] : '';
}
