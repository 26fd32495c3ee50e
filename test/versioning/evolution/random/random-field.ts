import { Int } from 'type-graphql';
import { Tag } from '../../../../src/modules/demo/tag/tag.entity.js';
import { CalendarDate, Decimal, ExactDecimal, ExactJson, JSONObject } from '../../../../src/versioning/index.js';
import { type FieldKind, links, oneOf, reference, value } from '../field-kind.js';

/** A field that random changes work on. */
export interface RandomField {
  readonly kind: RandomKind;
  readonly nullable?: boolean;
  /** Of a choice. */
  readonly values?: readonly string[];
  /** What the database gives it. */
  readonly usual?: string;
}

/** By property. */
export type RandomFields = Readonly<Record<string, RandomField>>;

interface ValueKind {
  readonly type: () => unknown;
  readonly options: Readonly<Record<string, unknown>>;
  readonly sample: (n: number) => unknown;
  /** A value for records that have none. */
  readonly absent: string | number | boolean | Readonly<Record<string, never>>;
  readonly standIn: unknown;
}

/** What texts there are that may become the values of an enum, or the names of tags. */
export const words = ['open', 'won', 'LOST'];

export const valueKinds = {
  text: {
    type: () => String,
    options: { type: 'text' },
    sample: (n) => (n % 5 === 0 ? `a longer text ${n}` : `text ${n}`),
    absent: 'none',
    standIn: '',
  },
  word: {
    type: () => String,
    options: { type: 'string', length: 12 },
    sample: (n) => words[n % words.length],
    absent: 'won',
    standIn: '',
  },
  whole: {
    type: () => Int,
    options: { type: 'integer' },
    sample: (n) => n * 10,
    absent: 7,
    standIn: 0,
  },
  decimal: {
    type: () => Decimal,
    options: { type: ExactDecimal, precision: 12, scale: 2 },
    sample: (n) => [`${n}.25`, `${n * 1000}.50`, `${n}.00`, `-${n}.50`][n % 4],
    absent: '1.5',
    standIn: '0',
  },
  narrow: {
    type: () => Decimal,
    options: { type: ExactDecimal, precision: 5, scale: 1 },
    sample: (n) => `${n}.5`,
    absent: '2.5',
    standIn: '0',
  },
  flag: {
    type: () => Boolean,
    options: { type: 'boolean' },
    sample: (n) => n % 2 === 0,
    absent: false,
    standIn: false,
  },
  day: {
    type: () => CalendarDate,
    options: { type: 'date' },
    sample: (n) => `2026-03-${String(1 + (n % 28)).padStart(2, '0')}`,
    absent: '2026-01-01',
    standIn: '1970-01-01',
  },
  document: {
    type: () => JSONObject,
    options: { type: ExactJson },
    sample: (n) => ({ n, of: ['a', null, { deep: n % 2 === 0 }] }),
    absent: {},
    standIn: {},
  },
} as const satisfies Readonly<Record<string, ValueKind>>;

export type ValueKindName = keyof typeof valueKinds;
export type RandomKind = ValueKindName | 'choice' | 'links' | 'tag';

export function isValueKind(kind: RandomKind): kind is ValueKindName {
  return Object.hasOwn(valueKinds, kind);
}

/** How a field is mapped, asked for and filled in. */
export function kindOf(name: string, field: RandomField): FieldKind {
  const { kind, nullable = false, values = [], usual } = field;
  if (kind === 'links') return links(() => Tag, 'tags');
  if (kind === 'tag') return reference(() => Tag, 'tags');
  if (kind === 'choice') return maybeNull(oneOf(`Deal_${name}`, values, nullable), nullable);
  const { type, options, sample, standIn } = valueKinds[kind];
  const all = { ...options, nullable, ...(usual !== undefined && { default: usual }) };
  return maybeNull(value(type, all, sample, standIn), nullable);
}

function maybeNull(kind: FieldKind, nullable: boolean): FieldKind {
  return nullable ? { ...kind, sample: (n, targets) => (n % 3 === 0 ? null : kind.sample(n, targets)) } : kind;
}

/** Its name in inputs and changes. */
export function inputOf(name: string, { kind }: RandomField): string {
  if (kind === 'links') return `${name}Ids`;
  return kind === 'tag' ? `${name}Id` : name;
}

/** A value for records that have none. */
export function absentOf({ kind, values }: RandomField) {
  if (kind === 'choice') return values![0]!;
  if (!isValueKind(kind)) throw new Error(`${kind} may always be absent`);
  return valueKinds[kind].absent;
}

/** A value as its field gives it: as many decimals as it has. */
export function normal({ kind }: RandomField, given: unknown): unknown {
  if (kind === 'decimal') return Number(given).toFixed(2);
  return kind === 'narrow' ? Number(given).toFixed(1) : given;
}
