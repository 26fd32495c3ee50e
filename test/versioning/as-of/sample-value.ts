import { type GraphQLInputType, getNamedType, isEnumType } from 'graphql';
import type { Draw } from './draw.js';

/** What values of each type are drawn from: few, so that they come again, and unlike in their order and in their text. */
const samples: Readonly<Record<string, readonly unknown[]>> = {
  String: ['ash', 'Ash', 'äsche', 'birch', 'zebra', 'a', 'z 1'],
  Int: [-2, 0, 1, 3],
  Float: [-0.5, 0, 1.25],
  Boolean: [true, false],
  BigInt: ['-5', '10', '9007199254740993'],
  Decimal: ['-1.5', '0', '2.25', '10.10'],
  Date: ['1999-12-31', '2026-01-01', '2026-02-10'],
  DateTime: ['1999-12-31T23:59:59.999999Z', '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000001Z'],
  ID: ['00000000-0000-7000-8000-000000000001', 'f0000000-0000-7000-8000-000000000002'],
  JSON: [{ a: 1 }, ['b'], 'c', 0],
  JSONObject: [{ a: 1 }, {}],
};

/** A value of a type, other than null. */
export function sampleOf(draw: Draw, type: GraphQLInputType): unknown {
  const named = getNamedType(type);
  return draw.one(isEnumType(named) ? named.getValues().map(({ name }) => name) : samples[named.name]!);
}
