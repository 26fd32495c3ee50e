import fc from 'fast-check';
import { Color } from './color.js';

/** Text of any characters that PostgreSQL can hold: all of Unicode but NUL. */
const text = (maxLength: number) =>
  fc.string({ unit: 'binary', maxLength }).map((value) => value.replaceAll('\0', '\u{10FFFF}'));

const canonicalDay = (days: number) => {
  const date = new Date(days * 86_400_000);
  return `${String(date.getUTCFullYear()).padStart(4, '0')}${date.toISOString().slice(-20, -14)}`;
};

const day = fc.integer({ min: -719_162, max: 2_932_896 }).map(canonicalDay);

const instant = fc
  .tuple(day, fc.integer({ min: 0, max: 86_399_999_999 }))
  .map(
    ([date, micros]) =>
      `${date}T${new Date(Math.floor(micros / 1000)).toISOString().slice(11, 23)}${String(micros % 1000).padStart(3, '0')}Z`,
  );

/** Any decimal of a size, in the one form that comes back: with as many digits after the point as its column has. */
const decimal = (precision: number, scale: number) =>
  fc.bigInt({ min: -(10n ** BigInt(precision) - 1n), max: 10n ** BigInt(precision) - 1n }).map((units) => {
    const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
    const point = digits.length - scale;
    const fraction = digits.slice(point);
    return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
  });

/** Any decimal, of any scale: its column has none, and keeps it. */
const anyDecimal = fc.nat(10).chain((scale) => decimal(28 + scale, scale));

const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);

// As it comes out of JSON: no -0, which JSON.stringify does not tell from 0, and no objects without a prototype.
const asParsed = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const real = fc.double({ noNaN: true, noDefaultInfinity: true }).map(asParsed);

const json = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 4 })
  .filter((value) => !/\\u0000|"__proto__":/.test(JSON.stringify(value)))
  .map(asParsed);

const dictionary = fc
  .dictionary(
    text(8).filter((key) => key !== '__proto__'),
    json,
    { maxKeys: 5 },
  )
  .map(asParsed);

const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });

/** Values for all columns of EveryType that refer to nothing, in the form in which they come back. */
export const everyTypeValues = fc.record({
  label: text(33),
  text: text(60),
  textOrNull: orNull(text(20)),
  labelOrNull: orNull(text(255)),
  instant,
  instantOrNull: orNull(instant),
  amount: anyDecimal,
  amountOrNull: orNull(decimal(30, 2)),
  price: orNull(decimal(5, 2)),
  big,
  bigOrNull: orNull(big),
  whole: fc.integer(),
  wholeOrNull: orNull(fc.integer()),
  small: orNull(fc.integer({ min: -32_768, max: 32_767 })),
  real,
  realOrNull: orNull(real),
  flag: fc.boolean(),
  flagOrNull: orNull(fc.boolean()),
  document: json.filter((value) => value !== null),
  documentOrNull: orNull(json),
  dictionary: orNull(dictionary),
  color: fc.constantFrom(...Object.values(Color)),
  colorOrNull: orNull(fc.constantFrom(...Object.values(Color))),
  uuid: fc.uuid(),
  uuidOrNull: orNull(fc.uuid()),
  day,
  dayOrNull: orNull(day),
});

export type EveryTypeValues = typeof everyTypeValues extends fc.Arbitrary<infer T> ? T : never;

/** GraphQL: all fields of EveryType by which its state is known. */
export const everyTypeFields = `label text textOrNull labelOrNull instant instantOrNull amount amountOrNull price big
  bigOrNull whole wholeOrNull small real realOrNull flag flagOrNull document documentOrNull dictionary color colorOrNull
  uuid uuidOrNull day dayOrNull tag { id } tagOrNull { id } labels { id } peers { id }`;
