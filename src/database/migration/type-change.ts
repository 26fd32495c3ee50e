/**
 * What a change of a column's type means for its values: with `wider` each of the former ones has exactly one in the new
 * type, and the same text. Sorts of timestamps and of floating point are never compared: their texts differ.
 */
export type TypeChange = 'same' | 'wider' | 'narrower' | 'other';

/** The digits that a whole number may have. */
const digits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };
/** The longest text of a value of the types whose text is the same in a row and in a snapshot. */
const longest: Readonly<Record<string, number>> = {
  smallint: 6,
  integer: 11,
  bigint: 20,
  boolean: 5,
  uuid: 36,
  date: 13,
};
/** What PostgreSQL calls the types that have shorter names. */
const formatted: Readonly<Record<string, string>> = {
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  varchar: 'character varying',
  char: 'character',
  bool: 'boolean',
  decimal: 'numeric',
  double: 'double precision',
  float4: 'real',
  float8: 'double precision',
};

/** @param items the values of a former enum, which tell how long its text is at most */
export function typeChange(from: string, to: string, items: readonly string[] = []): TypeChange {
  const [before, after] = [typeOf(from), typeOf(to)];
  if (formatType(from) === formatType(to)) return 'same';
  if (isText(after)) return compared(textLength(before, items), textLength(after, []));
  const [former, present] = [numberOf(before), numberOf(after)];
  if (!former || !present) return 'other';
  const isWider =
    compared(former.whole, present.whole) === 'wider' && compared(former.fraction, present.fraction) === 'wider';
  return isWider ? 'wider' : 'narrower';
}

/**
 * What a decimal would have to be like to hold all that a whole number can be, which people do not have in their heads;
 * undefined where it is none, or is wide enough.
 */
export function decimalFor(from: string, to: string): string | undefined {
  const [former, present] = [numberOf(typeOf(from)), numberOf(typeOf(to))];
  if (!former || !present || typeOf(to).name !== 'numeric' || digits[typeOf(from).name] === undefined) return undefined;
  return former.whole <= present.whole ? undefined : `precision: ${former.whole + present.fraction}`;
}

/** A type as PostgreSQL's `format_type` writes it, by which shapes know it. */
export function formatType(type: string): string {
  const [, name = type, sizes = '', zone = ''] =
    /^([a-z][a-z0-9 ]*?) ?(\([\d, ]+\))?( with(?:out)? time zone)?$/.exec(type.toLowerCase()) ?? [];
  const size = sizes.replaceAll(' ', '');
  const [, time] = /^(time(?:stamp)?)(?:tz)?$/.exec(name) ?? [];
  if (time === undefined) return `${formatted[name] ?? name}${size}`;
  // As fine as PostgreSQL has it, said or not.
  return `${time}${size === '(6)' ? '' : size}${name.endsWith('tz') ? ' with time zone' : zone || ' without time zone'}`;
}

/** Whether both are texts, so that one is the other without a cast. */
export function areTexts(from: string, to: string): boolean {
  return isText(typeOf(from)) && isText(typeOf(to));
}

interface ColumnType {
  readonly name: string;
  readonly sizes: readonly number[];
}

function typeOf(type: string): ColumnType {
  const [, name = type, sizes] = /^([^(]+)(?:\(([\d,]+)\))?/.exec(formatType(type)) ?? [];
  return { name, sizes: sizes?.split(',').map(Number) ?? [] };
}

function isText({ name }: ColumnType): boolean {
  return name === 'text' || name === 'character varying';
}

/** How long a text is at most; undefined for what has no text that is the same everywhere. */
function textLength(type: ColumnType, items: readonly string[]): number | undefined {
  if (items.length > 0) return Math.max(...items.map((item) => item.length));
  if (isText(type)) return type.sizes[0] ?? Infinity;
  return longest[type.name];
}

/** The digits before and behind the point that a number may have; undefined for no exact number. */
function numberOf({ name, sizes }: ColumnType): { whole: number; fraction: number } | undefined {
  const whole = digits[name];
  if (whole !== undefined) return { whole, fraction: 0 };
  if (name !== 'numeric') return undefined;
  const [precision, scale = 0] = sizes;
  return precision === undefined
    ? { whole: Infinity, fraction: Infinity }
    : { whole: precision - scale, fraction: scale };
}

function compared(before: number | undefined, after: number | undefined): TypeChange {
  if (before === undefined || after === undefined) return 'other';
  return before <= after ? 'wider' : 'narrower';
}
