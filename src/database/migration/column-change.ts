import type { FormerField, JsonValue, LinkSpec } from '../../versioning/index.js';
import type { EntityColumn } from './entity-table.js';
import type { Rename } from './renames.js';
import type { ShapeStep } from './shape-step.js';
import { quoted, sqlLiteral } from './sql-literal.js';
import { areTexts, formatType, typeChange } from './type-change.js';

/**
 * One change of a versioned table: what it does to rows and what to the snapshots of old versions, which is the same by
 * meaning. No statement fires a trigger, so nothing of it is a version.
 */
export interface ColumnChange {
  readonly stage: (typeof stages)[number];
  readonly statements: readonly string[];
  readonly steps: readonly ShapeStep[];
  /** Told to the developer. */
  readonly sentence: string;
  /** The column whose name it takes, renamed before everything else. */
  readonly aside?: Rename;
  /** What makes its values out of the former state. */
  readonly computes?: { readonly column: string; readonly expression: string };
}

/**
 * In this order, whatever was found first: an expression sees the columns that come and those that go, and what it makes
 * of a secret is in no version.
 */
export const stages = ['add', 'hide', 'compute', 'convert', 'require', 'drop'] as const;

/** A column that comes, with one value for all that there is. */
export function added(table: string, column: EntityColumn, value: JsonValue, sentence: string): ColumnChange {
  const { name, default: usual } = column;
  const literal = sqlLiteral(value, column.type);
  const isUsual = usual === literal || (usual === undefined && value === null);
  const statements = [
    `alter table ${quoted(table)} add ${definition(column)}${value === null ? '' : ` default ${literal}`}`,
    ...(isUsual ? [] : [`${alter(table, name)} ${usual === undefined ? 'drop default' : `set default ${usual}`}`]),
  ];
  // The form that to_jsonb gives the type, such as all decimals of a number.
  const cast: ShapeStep[] = value === null || hasPlainForm(column) ? [] : [{ cast: name, to: formatType(column.type) }];
  return { stage: 'add', statements, steps: column.isSensitive ? [] : [{ add: name, value }, ...cast], sentence };
}

/** The table of a record as it was, which an expression makes a value out of. */
export interface FormerRecord {
  readonly table: string;
  /** Columns that are not part of the state that the expression sees, as they are in no snapshot. */
  readonly sensitive: readonly string[];
  readonly links: readonly LinkSpec[];
  /** The column that has the former values where the new one takes its name. */
  readonly aside?: string;
}

/** A column whose values an expression gives, from each record as it was. */
export function computed(
  { table, sensitive, links, aside }: FormerRecord,
  column: EntityColumn,
  expression: string,
  sentence: string,
): ColumnChange {
  const { name } = column;
  const type = formatType(column.type);
  const record = JSON.stringify({ sensitive, links, aside });
  const call = [table, name, expression, type, record].map((text) => sqlLiteral(text, 'text')).join(', ');
  return {
    stage: 'compute',
    statements: [
      `alter table ${quoted(table)} add ${definition({ ...column, nullable: true })}`,
      `select palimpsest.compute_column(${call})`,
      ...(column.default === undefined ? [] : [`${alter(table, name)} set default ${column.default}`]),
      ...(column.nullable ? [] : [`${alter(table, name)} set not null`]),
      ...(aside === undefined ? [] : [`alter table ${quoted(table)} drop column ${quoted(aside)}`]),
    ],
    steps: [...(aside === undefined ? [{ add: name, value: null }] : []), { compute: name, sql: expression }],
    sentence,
    computes: { column: name, expression },
    ...(aside !== undefined && { aside: { from: name, to: aside } }),
  };
}

/** A column whose values become those of another type, or other values. */
export function converted(
  table: string,
  before: EntityColumn,
  after: EntityColumn,
  { values = {} }: FormerField,
  sentence: string,
): ColumnChange {
  const { name } = after;
  const isCast = before.type !== after.type;
  const isMapped = Object.keys(values).length > 0;
  const isFewer =
    after.items.length > 0 && (before.items.length === 0 || before.items.some((item) => !after.items.includes(item)));
  const isSure = !isMapped && !isFewer && ['same', 'wider'].includes(typeChange(before.type, after.type, before.items));
  const statements = [
    ...(isSure ? [] : [fitting(table, after, values, isFewer)]),
    ...(isCast && before.default !== undefined ? [`${alter(table, name)} drop default`] : []),
    ...(isCast || isMapped
      ? [`${alter(table, name)} type ${after.type}${collate(after)}${using(table, before, after, values)}`]
      : []),
    ...(isCast && after.default !== undefined ? [`${alter(table, name)} set default ${after.default}`] : []),
  ];
  const steps: ShapeStep[] = [
    ...(isMapped ? [{ map: name, values }] : []),
    ...(isCast ? [{ cast: name, to: formatType(after.type) }] : []),
    ...(isFewer ? [{ among: name, values: after.items }] : []),
  ];
  return { stage: 'convert', statements, steps, sentence };
}

/** A column that may be null no more. */
export function required(table: string, column: EntityColumn, absent: JsonValue, sentence: string): ColumnChange {
  const { name, type } = column;
  return {
    stage: 'require',
    statements: [
      `${alter(table, name)} type ${type} using (coalesce(${quoted(name)}, ${sqlLiteral(absent, type)}))`,
      `${alter(table, name)} set not null`,
    ],
    steps: [{ fill: name, value: absent }, ...(hasPlainForm(column) ? [] : [{ cast: name, to: formatType(type) }])],
    sentence,
  };
}

/** A column that is in no snapshot from now on. */
export function hidden({ name }: EntityColumn, sentence: string): ColumnChange {
  return { stage: 'hide', statements: [], steps: [{ hide: name }], sentence };
}

/** A column that may be null from now on: before its values are converted, which may give null. */
export function optional(table: string, { name }: EntityColumn, sentence: string): ColumnChange {
  return { stage: 'add', statements: [`${alter(table, name)} drop not null`], steps: [], sentence };
}

/** Links that come. */
export function linked(key: string, sentence: string): ColumnChange {
  return { stage: 'add', statements: [], steps: [{ add: key, value: [] }], sentence };
}

/** Links that go, their table with them. Where `as` is null, no reader shows them. */
export function unlinked(key: string, as: string | null, sentence: string): ColumnChange {
  return { stage: 'drop', statements: [], steps: [{ drop: key, as }], sentence };
}

/** A column that goes; its values stay in history, to be read as the field they were, or by nobody where that is null. */
export function dropped(table: string, column: string, as: string | null, sentence: string): ColumnChange {
  return {
    stage: 'drop',
    statements: [`alter table ${quoted(table)} drop column ${quoted(column)}`],
    steps: [{ drop: column, as }],
    sentence,
  };
}

function definition(column: EntityColumn): string {
  return `${quoted(column.name)} ${column.type}${collate(column)} ${column.nullable ? 'null' : 'not null'}`;
}

function collate({ collation }: EntityColumn): string {
  return collation === undefined ? '' : ` collate ${quoted(collation)}`;
}

function alter(table: string, column: string): string {
  return `alter table ${quoted(table)} alter column ${quoted(column)}`;
}

/** SQL: refuses rows whose values would not fit, before they are converted. */
function fitting(table: string, { name, type, items }: EntityColumn, values: object, isAmong: boolean): string {
  const told = [table, name, formatType(type), JSON.stringify(values)].map((text) => sqlLiteral(text, 'text'));
  const among = isAmong ? `array[${items.map((item) => sqlLiteral(item, 'text')).join(', ')}]` : 'null';
  return `select palimpsest.require_fitting(${told.join(', ')}, ${among})`;
}

/** SQL: how a row gets its new value, out of the text that a snapshot has too. What does not fit fails. */
function using(
  table: string,
  before: EntityColumn,
  after: EntityColumn,
  values: Readonly<Record<string, JsonValue>>,
): string {
  const name = quoted(after.name);
  const cases = Object.entries(values).map(
    ([from, to]) => `when ${sqlLiteral(from, 'text')} then ${to === null ? 'null' : sqlLiteral(textOf(to), 'text')}`,
  );
  if (cases.length === 0 && typeChange(before.type, after.type, before.items) === 'wider') {
    return areTexts(before.type, after.type) ? '' : ` using (${name}::${after.type})`;
  }
  const text = `to_jsonb(${name}) #>> '{}'`;
  const value = cases.length === 0 ? text : `case ${text} ${cases.join(' ')} else ${text} end`;
  const call = [value, ...[formatType(after.type), `${table}.${after.name}`].map((told) => sqlLiteral(told, 'text'))];
  return ` using (palimpsest.must_fit(${call.join(', ')})::${after.type})`;
}

function textOf(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Whether a value of the type has one form in JSON only, or cannot be cast out of its text, as a list. */
function hasPlainForm({ type }: EntityColumn): boolean {
  return (
    type.endsWith('[]') || /^(?:text|varchar|char|bool|smallint|int|integer|uuid|jsonb|double precision)\b/.test(type)
  );
}
