import { type EntityProperty, type Platform, Type } from '@mikro-orm/core';

const form = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/;

/**
 * A `numeric` in one form: no outer zeros, no sign on zero. `-007.50` becomes `-7.5`.
 *
 * @param text as PostgreSQL prints a numeric that is a number
 */
export function canonicalNumeric(text: string): string {
  const [, sign = '', whole = text, fraction = ''] = form.exec(text) ?? [];
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return digits === '0' ? '0' : `${sign}${digits}`;
}

function comparable(value: unknown): unknown {
  return typeof value === 'string' ? canonicalNumeric(value) : value;
}

/** `numeric` as exact text. MikroORM's own type compares through a double, so that a change beyond 15 digits is lost. */
export class ExactDecimal extends Type<string | null, string | null> {
  override convertToJSValue(value: unknown): string | null {
    if (value == null) return null;
    if (!form.test(String(value))) throw new RangeError('A numeric was no number.');
    return canonicalNumeric(String(value));
  }

  override getColumnType(property: EntityProperty, platform: Platform): string {
    return platform.getDecimalTypeDeclarationSQL(property);
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return comparable(a) === comparable(b);
  }

  override compareAsType(): string {
    return 'string';
  }
}
