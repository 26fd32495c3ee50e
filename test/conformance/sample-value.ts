import { getNullableType, type GraphQLInputType, isEnumType } from 'graphql';
import { v5 as uuidOf } from 'uuid';

const namespace = 'b6c1a3f2-3c4e-4a1d-9a53-0d6f5e1c7a90';

/** Makes the nth value of a scalar, in the form in which it comes back. Neighbouring numbers make different values. */
const scalars: Readonly<Record<string, (n: number) => unknown>> = {
  String: (n) => `text ${n} \u00e9\u{1F4DC}`,
  ID: (n) => uuidOf(String(n), namespace),
  Int: (n) => n,
  Float: (n) => n + 0.1,
  Boolean: (n) => n % 2 === 0,
  BigInt: (n) => String(9_007_199_254_740_993n + BigInt(n)),
  // Small enough for the smallest column that any entity has.
  Decimal: (n) => `${n % 1000}.01`,
  Date: (n) => new Date(n * 86_400_000).toISOString().slice(0, 10),
  DateTime: (n) => `2026-11-21T21:51:31.${String(n).padStart(6, '0')}Z`,
  JSON: (n) => [n, String(n), null],
  JSONObject: (n) => ({ n, text: String(n), nested: { nothing: null } }),
};

/**
 * The nth value of an input type that refers to nothing.
 *
 * @param field what is to hold it, where that is particular about its values
 *
 * @throws Error for a scalar it does not know: it has to be told then
 */
export function sampleValue(type: GraphQLInputType, n: number, field = ''): unknown {
  if (field === 'email') return `sample-${n}@acme.example`;
  const plain = getNullableType(type);
  if (isEnumType(plain)) {
    const values = plain.getValues();
    return values[n % values.length]!.name;
  }
  const make = scalars[String(plain)];
  if (!make) throw new Error(`There is no sample of the type ${String(plain)} yet.`);
  return make(n);
}
