import { type RawBuilder, sql } from 'kysely';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { DomainError } from '../../errors/domain-error.js';
import { Parameter } from '../../read/statements/parameter.js';
import { namedClass } from '../declaration/named-class.js';
import { BigIntScalar } from '../scalars/big-int-scalar.js';
import { DateScalar } from '../scalars/date-scalar.js';
import { DateTimeScalar } from '../scalars/date-time-scalar.js';
import { DecimalScalar } from '../scalars/decimal-scalar.js';

const equality = ['eq', 'ne', 'in'] as const;
const text = ['eq', 'ne', 'in', 'contains', 'startsWith', 'isNull'] as const;
const order = ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'] as const;

type Values = readonly unknown[] | Parameter<readonly unknown[]>;

type Operator = (typeof equality)[number] | (typeof text)[number] | (typeof order)[number];

/** The values compared with, by operator; all given operators must hold. */
export type Comparison = Readonly<Partial<Record<Operator, unknown>>>;

const ordered: ReadonlySet<unknown> = new Set([
  Int,
  Float,
  Number,
  BigIntScalar,
  DecimalScalar,
  DateScalar,
  DateTimeScalar,
]);

const longestList = 1000;

const filters = new Map<unknown, new () => object>();

/**
 * The filter input for values of a GraphQL type, made on first use: `StringFilter`, `DateTimeFilter`,
 * `PostStatusFilter`.
 *
 * @param type as given to `@Field(() => type)`
 * @param name the type's GraphQL name
 */
export function comparisonFilterOf(type: unknown, name: string): new () => object {
  let filter = filters.get(type);
  if (!filter) {
    filter = makeFilter(type, name);
    filters.set(type, filter);
  }
  return filter;
}

function makeFilter(type: unknown, name: string): new () => object {
  const filter = namedClass(`${name}Filter`);
  for (const operator of operatorsFor(type)) {
    const fieldType = operator === 'isNull' ? Boolean : type;
    Field(() => (operator === 'in' ? [fieldType] : fieldType) as never, { nullable: true })(
      filter.prototype as object,
      operator,
    );
  }
  InputType(`${name}Filter`)(filter);
  return filter;
}

function operatorsFor(type: unknown): readonly Operator[] {
  if (type === String) return text;
  if (type === ID) return ['eq', 'ne', 'in', 'isNull'];
  if (type === Boolean) return ['eq', 'isNull'];
  return ordered.has(type) ? order : equality;
}

/** What is compared. */
interface Compared {
  /** As clients name it. */
  readonly field: string;
  /** SQL: its value. */
  readonly column: RawBuilder<unknown>;
  /** PostgreSQL's name of its type. */
  readonly cast: string;
}

/**
 * A comparison as SQL. `ne` counts null as different, as people expect; patterns are plain text, without wildcards.
 *
 * @throws DomainError BAD_USER_INPUT for a null where a value is needed or a list longer than 1000
 */
export function comparisonSql(compared: Compared, comparison: Comparison): RawBuilder<unknown>[] {
  const { field } = compared;
  return Object.entries(comparison)
    .filter(([, value]) => value !== undefined)
    .map(([operator, value]) => {
      if (value === null) throw new DomainError('BAD_USER_INPUT', `${operator} cannot be null; use isNull.`, { field });
      return operatorSql(operator as Operator, compared, value);
    });
}

function operatorSql(operator: Operator, compared: Compared, value: unknown): RawBuilder<unknown> {
  const { column, cast } = compared;
  const typed = sql`cast(${value} as ${sql.raw(cast)})`;
  switch (operator) {
    case 'eq':
      return sql`${column} = ${typed}`;
    case 'ne':
      return sql`${column} is distinct from ${typed}`;
    case 'in':
      return isIn(compared, value as Values);
    case 'contains':
      return sql`strpos(${column}, ${value}) > 0`;
    case 'startsWith':
      return sql`starts_with(${column}, ${value})`;
    case 'gt':
      return sql`${column} > ${typed}`;
    case 'gte':
      return sql`${column} >= ${typed}`;
    case 'lt':
      return sql`${column} < ${typed}`;
    case 'lte':
      return sql`${column} <= ${typed}`;
    case 'isNull':
      return value ? sql`${column} is null` : sql`${column} is not null`;
  }
}

function isIn({ field, column, cast }: Compared, values: Values): RawBuilder<unknown> {
  const fewOf = (of: readonly unknown[]) => checkedList(field, of);
  const few = values instanceof Parameter ? values.as('few', fewOf) : fewOf(values);
  return sql`${column} = any (cast(${few} as ${sql.raw(`${cast}[]`)}))`;
}

function checkedList(field: string, values: readonly unknown[]): readonly unknown[] {
  if (values.length <= longestList) return values;
  throw new DomainError('BAD_USER_INPUT', `in takes at most ${longestList} values.`, { field });
}
