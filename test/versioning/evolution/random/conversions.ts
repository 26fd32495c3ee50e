import type { FormerField } from '../../../../src/versioning/index.js';
import { added, become, both, dropped, made, renamed } from '../past-state.js';
import {
  columnOf,
  type MakeChange,
  nameWhenGone,
  pickField,
  pickOf,
  type RandomChange,
  without,
} from './random-change.js';
import { absentOf, isValueKind, normal, type RandomField } from './random-field.js';

/** How the values of one kind become those of another. */
interface Conversion {
  readonly from: RandomField['kind'];
  readonly to: Pick<RandomField, 'kind' | 'values'>;
  /** Absent where every value has its place. */
  readonly was?: FormerField;
  /** Undefined where the value has no place. */
  readonly value: (former: never) => unknown;
}

const whereTheyFit: FormerField = { values: {} };
const asDecimal = (former: string) => (/^-?\d+([.]\d{1,2}0*)?$/.test(former) ? Number(former).toFixed(2) : undefined);
const asWhole = (former: string) => (/^-?\d+([.]0+)?$/.test(former) ? Number(former) : undefined);
const asNarrow = (former: string) =>
  Math.abs(Number(former)) < 10_000 && Number.isInteger(Number(former) * 10) ? Number(former).toFixed(1) : undefined;

const conversions: readonly Conversion[] = [
  { from: 'whole', to: { kind: 'decimal' }, value: (former: number) => former.toFixed(2) },
  { from: 'decimal', to: { kind: 'narrow' }, was: whereTheyFit, value: asNarrow },
  { from: 'narrow', to: { kind: 'decimal' }, value: (former: string) => Number(former).toFixed(2) },
  { from: 'decimal', to: { kind: 'whole' }, was: whereTheyFit, value: asWhole },
  { from: 'narrow', to: { kind: 'whole' }, was: whereTheyFit, value: asWhole },
  { from: 'decimal', to: { kind: 'text' }, was: whereTheyFit, value: (former: string) => former },
  { from: 'whole', to: { kind: 'word' }, value: String },
  { from: 'flag', to: { kind: 'word' }, value: String },
  { from: 'day', to: { kind: 'text' }, value: (former: string) => former },
  {
    from: 'text',
    to: { kind: 'day' },
    was: whereTheyFit,
    value: (former: string) => (/^\d{4}-\d\d-\d\d$/.test(former) ? former : undefined),
  },
  {
    from: 'text',
    to: { kind: 'word' },
    was: whereTheyFit,
    value: (former: string) => (former.length <= 12 ? former : undefined),
  },
  { from: 'word', to: { kind: 'text' }, value: (former: string) => former },
  { from: 'word', to: { kind: 'whole' }, was: whereTheyFit, value: asWhole },
  { from: 'word', to: { kind: 'decimal' }, was: whereTheyFit, value: asDecimal },
  { from: 'choice', to: { kind: 'word' }, value: (former: string) => former },
  ...[
    ['OPEN', 'WON', 'LOST'],
    ['OPEN', 'LOST'],
  ].map((values): Conversion => {
    const among = { open: 'OPEN', ...(values.includes('WON') && { won: 'WON' }) };
    return {
      from: 'word',
      to: { kind: 'choice', values },
      was: { values: among },
      value: (former: string) => {
        const now = (among as Readonly<Record<string, string>>)[former] ?? former;
        return values.includes(now) ? now : undefined;
      },
    };
  }),
];

/** Fields whose values become others. */
export const valueChanges = {
  isConverted: (chance) => {
    const [name, field] = pickField(chance, isConvertible) ?? [];
    if (name === undefined) return undefined;
    const { to, was, value } = conversionOf(field!, chance.pick);
    return {
      fields: { ...chance.fields, [name]: converted(field!, to) },
      touched: [name],
      ...(was && { was: { [name]: was } }),
      bring: become(name, orNull(value)),
    };
  },
  isRenamedAndConverted: (chance) => {
    const [name, field] = pickField(chance, isConvertible) ?? [];
    if (name === undefined) return undefined;
    const { fields, fresh, pick } = chance;
    const { to, was, value } = conversionOf(field!, pick);
    return {
      fields: { ...without(fields, name), [fresh]: converted(field!, to) },
      touched: [name, fresh],
      was: { [fresh]: { ...was, name } },
      bring: both(renamed(name, fresh), become(fresh, orNull(value))),
    };
  },
  /** By an expression, under its own name. */
  isMeasured: (chance) => {
    const [name, field] = pickField(chance, isText) ?? [];
    if (name === undefined) return undefined;
    return {
      fields: { ...chance.fields, [name]: converted(field!, { kind: 'whole' }) },
      touched: [name],
      was: { [name]: { sql: lengthOf(name, chance.fresh) } },
      bring: made(name, ({ values }) => lengthIn(values[name])),
    };
  },
  /** By an expression, under another name: what it was stays in history. */
  isRenamedAndMeasured: (chance) => {
    const [name, field] = pickField(chance, isText) ?? [];
    if (name === undefined) return undefined;
    const { fields, fresh, gone } = chance;
    const as = nameWhenGone(name, field!, gone);
    return {
      fields: { ...without(fields, name), [fresh]: { kind: 'whole' } },
      touched: [name, fresh],
      was: { [fresh]: { name, sql: lengthOf(name, fresh) } },
      gone: [as],
      bring: both(
        made(fresh, ({ values }) => lengthIn(values[name])),
        dropped(name, as),
      ),
    };
  },
  /** Text becomes the tag of that name. */
  becomesTag: (chance) => {
    const [name, field] = pickField(chance, ({ kind }) => kind === 'word') ?? [];
    if (name === undefined) return undefined;
    const { fields, fresh, gone, pick, tagOf } = chance;
    const now = pick % 2 === 0 ? name : fresh;
    const as = nameWhenGone(name, field!, gone);
    return {
      fields: { ...without(fields, name), [now]: { kind: 'tag' } },
      touched: [name, now],
      was: { [now]: { name, sql: `(select id from tag where name = state ->> '${columnOf(name)}')` } },
      gone: [as],
      bring: both((state) => added(`${now}Id`, tagOf(state.values[name]))(state), dropped(name, as)),
    };
  },
  mustBeThere: (chance) => {
    const suits = ({ kind, nullable }: RandomField) => nullable === true && (isValueKind(kind) || kind === 'choice');
    const [name, field] = pickField(chance, suits) ?? [];
    if (name === undefined) return undefined;
    const { nullable: _, ...required } = field!;
    const absent = absentOf(field!);
    return {
      fields: { ...chance.fields, [name]: required },
      touched: [name],
      was: { [name]: { absent } },
      bring: become(name, (former) => former ?? normal(field!, absent)),
    };
  },
  mayBeNull: (chance) => {
    const suits = ({ kind, nullable }: RandomField) => !nullable && (isValueKind(kind) || kind === 'choice');
    const [name, field] = pickField(chance, suits) ?? [];
    if (name === undefined) return undefined;
    const fields = { ...chance.fields, [name]: { ...field!, nullable: true } };
    return { fields, touched: [name], bring: (state) => state };
  },
  valueIsRenamed: (chance) =>
    chosen(chance, (values, value) => [
      values.map((one) => (one === value ? newValue(chance.fresh) : one)),
      newValue(chance.fresh),
    ]),
  valueIsRemoved: (chance) =>
    chosen(chance, (values, value) => {
      const left = values.filter((one) => one !== value);
      return left.length === 0 ? undefined : [left, pickOf(left, chance.pick)];
    }),
  valueBecomesNull: (chance) =>
    chosen(
      chance,
      (values, value) => {
        const left = values.filter((one) => one !== value);
        return left.length === 0 ? undefined : [left, null];
      },
      ({ nullable }) => nullable === true,
    ),
  valueIsAdded: (chance) => {
    const [name, field] = pickField(chance, ({ kind }) => kind === 'choice') ?? [];
    if (name === undefined) return undefined;
    const values = [...field!.values!, newValue(chance.fresh)];
    return { fields: { ...chance.fields, [name]: { ...field!, values } }, touched: [name], bring: (state) => state };
  },
} as const satisfies Readonly<Record<string, MakeChange>>;

/** @param become the values that are left, and what one of those that were becomes */
function chosen(
  chance: Parameters<MakeChange>[0],
  becomes: (values: readonly string[], value: string) => readonly [readonly string[], string | null] | undefined,
  suits: (field: RandomField) => boolean = () => true,
): RandomChange | undefined {
  const [name, field] = pickField(chance, (one) => one.kind === 'choice' && suits(one)) ?? [];
  if (name === undefined) return undefined;
  const value = pickOf(field!.values!, chance.pick);
  const [values, now] = becomes(field!.values!, value) ?? [];
  if (!values) return undefined;
  return {
    fields: { ...chance.fields, [name]: { ...field!, values } },
    touched: [name],
    was: { [name]: { values: { [value]: now! } } },
    bring: become(name, (former) => (former === value ? now : former)),
  };
}

function isConvertible({ kind }: RandomField): boolean {
  return conversions.some(({ from }) => from === kind);
}

function conversionOf({ kind }: RandomField, pick: number): Conversion {
  return pickOf(
    conversions.filter(({ from }) => from === kind),
    pick,
  );
}

function converted({ nullable }: RandomField, to: Conversion['to']): RandomField {
  return { ...to, ...(nullable && { nullable }) };
}

function orNull(value: Conversion['value']) {
  return (former: unknown) => (former === null ? null : value(former as never));
}

const isText = ({ kind }: RandomField) => kind === 'text' || kind === 'word';
/** An expression counts as run once a migration has run it for the same column: no two are the same. */
const lengthOf = (name: string, fresh: string) =>
  `coalesce(char_length(state ->> '${columnOf(name)}'), 0) /* ${fresh} */`;
const lengthIn = (value: unknown) => (value as string | null)?.length ?? 0;
const newValue = (fresh: string) => fresh.toUpperCase();
