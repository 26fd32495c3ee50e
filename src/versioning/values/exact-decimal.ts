import { type EntityProperty, type Platform, Type } from '@mikro-orm/core';

const form = /^(-?)0*(\d+?)(?:\.(\d*))?$/;

/**
 * A `numeric` as PostgreSQL would print it: no leading zeros, no sign on zero, and as many digits after the point as
 * its column has. `-007.5` becomes `-7.50` in a column of the scale 2; where the column has none, as many as it was
 * given.
 *
 * @param text a number without exponent
 */
export function storedNumeric(text: string, scale?: number): string {
  const [, sign = '', whole = text, given = ''] = form.exec(text) ?? [];
  const fraction = scale === undefined ? given : given.replace(/0+$/, '').padEnd(scale, '0');
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return /[1-9]/.test(digits) ? `${sign}${digits}` : digits;
}

/**
 * `numeric` as exact text, with the scale of its column; without `precision` and `scale` it keeps the scale it is
 * given. MikroORM's own type compares through a double, so that a change beyond 15 digits is lost.
 */
export class ExactDecimal extends Type<string | null, string | null> {
  override convertToJSValue(value: unknown): string | null {
    if (value == null) return null;
    if (!form.test(String(value))) throw new RangeError('A numeric was no number.');
    return storedNumeric(String(value), this.#scale);
  }

  override getColumnType(property: EntityProperty, platform: Platform): string {
    return isBounded(property) ? platform.getDecimalTypeDeclarationSQL(property) : 'numeric';
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return this.#comparable(a) === this.#comparable(b);
  }

  override compareAsType(): string {
    return 'string';
  }

  #comparable(value: unknown): unknown {
    return typeof value === 'string' ? storedNumeric(value, this.#scale) : value;
  }

  get #scale(): number | undefined {
    return this.prop && isBounded(this.prop) ? (this.prop.scale ?? 0) : undefined;
  }
}

function isBounded({ precision, scale }: EntityProperty): boolean {
  return precision !== undefined || scale !== undefined;
}
