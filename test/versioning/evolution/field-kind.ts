import { type EntityClass } from '@mikro-orm/core';
import { Enum, ManyToMany, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, registerEnumType } from 'type-graphql';
import { Decimal, ExactDecimal } from '../../../src/versioning/index.js';
import { mapped } from '../../database/migration/entity-of.js';

type Told = Readonly<Record<string, unknown>>;

/** Records that others can refer to. */
export interface Targets {
  readonly tags: readonly string[];
  readonly users: readonly string[];
  readonly customers: readonly string[];
  readonly partners: readonly string[];
}

/** How one field of an entity is mapped, shown, asked for and filled in. */
export interface FieldKind {
  readonly decorators: readonly PropertyDecorator[];
  /** Its name in inputs and changes. */
  input(property: string): string;
  /** GraphQL: what asks for it. */
  selection(property: string): string;
  /** Its value in the form of an input, out of an answer. */
  read(record: Told, property: string): unknown;
  /** A value of it, another for each number. */
  sample(n: number, targets: Targets): unknown;
  /** What is given in place of a value that does not fit. */
  readonly standIn: unknown;
}

const plain = {
  input: (property: string) => property,
  selection: (property: string) => property,
  read: (record: Told, property: string) => record[property],
};

type Options = Readonly<Record<string, unknown>> & { readonly nullable?: boolean };

/** @param options as a `@Property` takes them */
export function value(type: () => unknown, options: Options, sample: FieldKind['sample'], standIn: unknown): FieldKind {
  const { nullable = false } = options;
  const decorators = [
    mapped(() => Property(options as never)),
    Field(type as never, { nullable }) as PropertyDecorator,
  ];
  return { ...plain, decorators, sample, standIn: nullable ? null : standIn };
}

export const text = (sample: FieldKind['sample'], options: Options = {}) =>
  value(() => String, { type: 'text', ...options }, sample, '');

export const whole = () =>
  value(
    () => Int,
    { type: 'integer' },
    (n) => n * 10,
    0,
  );

export const decimal = (precision: number, scale: number) =>
  value(
    () => Decimal,
    { type: ExactDecimal, precision, scale },
    (n) => `${n}.${'5'.padEnd(scale, '0')}`,
    '0',
  );

/** An enum, which has the name of its field in the schema. */
export function oneOf(name: string, values: readonly string[], nullable = false): FieldKind {
  const items = Object.fromEntries(values.map((item) => [item, item]));
  registerEnumType(items, { name });
  const decorators = [
    mapped(() => Enum({ items: () => items, nullable })),
    Field(() => items as never, { nullable }) as PropertyDecorator,
  ];
  return { ...plain, decorators, sample: (n) => values[n % values.length], standIn: nullable ? null : values[0] };
}

export function reference(target: () => EntityClass<object>, of: keyof Targets): FieldKind {
  return {
    decorators: [
      mapped(() => ManyToOne({ entity: target as never, nullable: true })),
      Field(target as never, { nullable: true }) as PropertyDecorator,
    ],
    input: (property) => `${property}Id`,
    selection: (property) => `${property}(includeDeleted: true) { id }`,
    read: (record, property) => (record[property] as { id: string } | null)?.id ?? null,
    sample: (n, targets) => targets[of][n % targets[of].length],
    standIn: null,
  };
}

export function links(target: () => EntityClass<object>, of: keyof Targets): FieldKind {
  return {
    decorators: [mapped(() => ManyToMany(target as never)), Field(() => [target() as never]) as PropertyDecorator],
    input: (property) => `${property.replace(/s$/, '')}Ids`,
    selection: (property) => `${property} { id }`,
    read: (record, property) => (record[property] as { id: string }[]).map(({ id }) => id).toSorted(),
    sample: (n, targets) => targets[of].filter((_, place) => (n >> place) % 2 === 1).toSorted(),
    standIn: [],
  };
}
