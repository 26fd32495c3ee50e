import type { FormerField } from '../../versioning/index.js';
import {
  type ColumnChange,
  computed,
  converted,
  type FormerRecord,
  hidden,
  optional,
  required,
} from './column-change.js';
import { keysOf, pascalCase } from './column-name.js';
import type { EntityColumn } from './entity-table.js';
import type { NamedField } from './former-entity.js';
import type { Question } from './question.js';
import { decimalFor, type TypeChange, typeChange } from './type-change.js';

/** A column as it was and as it is. */
interface Kept {
  /** Of the field, to people: `Post.status`. */
  readonly name: string;
  readonly before: EntityColumn;
  readonly after: EntityColumn;
  readonly change: TypeChange;
  readonly former: FormerField;
  readonly isUsed: (word: FormerField) => boolean;
}

/**
 * How a column that stays changes, for rows and versions; nothing where it is the same to both.
 *
 * @param name of the field, to people: `Post.status`
 */
export function planKept(
  name: string,
  before: EntityColumn,
  after: EntityColumn,
  { former = {}, isUsed = () => false }: NamedField,
  record: FormerRecord,
): readonly (ColumnChange | Question)[] {
  const change = typeChange(before.type, after.type, before.items);
  const kept = presentWord({ name, before, after, former, change, isUsed });
  const asked = [
    sensitiveNoMore(kept),
    needlessExpression(kept),
    convertedList(kept),
    unclearValues(kept) ?? usedValues(kept),
    unclearAbsence(kept) ?? usedAbsence(kept),
  ].filter((text) => text !== undefined);
  if (asked.length > 0) return asked.map((question) => ({ question }));
  const secret =
    !before.isSensitive && after.isSensitive
      ? [
          hidden(
            after,
            `${name} is sensitive: no old version shows it any more, though what is stored of them keeps it.`,
          ),
        ]
      : [];
  if (kept.former.sql !== undefined && needsWord(kept)) {
    const sentence = `${name}: rows and old versions have what its expression gives.`;
    return [...secret, computed({ ...record, aside: asideOf(after.name) }, after, kept.former.sql, sentence)];
  }
  return [
    ...secret,
    ...(isConverted(kept) ? [converted(record.table, before, after, kept.former, conversionSentence(kept))] : []),
    ...(isRequired(kept)
      ? [
          required(
            record.table,
            after,
            kept.former.absent!,
            `${name}: where rows and old versions have null, they have ${JSON.stringify(kept.former.absent)}.`,
          ),
        ]
      : []),
    ...(!before.nullable && after.nullable ? [optional(record.table, after, `${name} may be null.`)] : []),
  ];
}

/**
 * What the decorator says of this change, without what it says of one that was made long ago: of a column that had another
 * name than now, and of values that an enum has again.
 */
function presentWord(kept: Kept): Kept {
  const { before, after, former } = kept;
  const isOfAnother = former.name !== undefined && !keysOf(former.name).includes(before.was ?? before.name);
  if (isOfAnother) return { ...kept, former: {} };
  if (former.values === undefined || before.items.length === 0 || after.items.length === 0) return kept;
  const removed = removedItems(kept);
  const values = Object.fromEntries(Object.entries(former.values).filter(([item]) => removed.includes(item)));
  return { ...kept, former: { ...former, values } };
}

/** Where the former values of a column stand while an expression makes the new ones. */
export function asideOf(column: string): string {
  return `${column}_before`;
}

/** Whether a person has to say what becomes of values, those that are there or those that are not. */
function needsWord(kept: Kept): boolean {
  return isRequired(kept) || needsValues(kept);
}

function needsValues(kept: Kept): boolean {
  return (
    kept.change === 'narrower' ||
    kept.change === 'other' ||
    isOtherReference(kept) ||
    isNewEnum(kept) ||
    removedItems(kept).length > 0
  );
}

function sensitiveNoMore({ name, before, after }: Kept): string | undefined {
  if (!before.isSensitive || after.isSensitive) return undefined;
  return `${name} is sensitive no more, and no version has a value of it: add a new field, give it the values by palimpsest.change_data, and drop this one.`;
}

/** An expression may have been said of a change long ago, and where each value has its place without one, it is not run. */
function needlessExpression(kept: Kept): string | undefined {
  const { name, before, after, change, former } = kept;
  if (former.sql === undefined || change !== 'wider' || needsWord(kept)) return undefined;
  return `${name} (${after.type}) is wider than before (${before.type}), and every value has its place without sql: remove it from @Was, or make a new field by it.`;
}

/** Maps and casts are of one value each. */
function convertedList(kept: Kept): string | undefined {
  const { name, before, after, former } = kept;
  if (former.sql !== undefined || !isConverted(kept) || !(isList(before) || isList(after))) return undefined;
  return `${name} is a list, and what becomes of its values cannot be said one by one: write @Was({ sql: '…' }), an expression over the former state that gives the new list.`;
}

function unclearValues(kept: Kept): string | undefined {
  const { name, before, after, change, former } = kept;
  if (former.sql !== undefined || isList(kept.before) || isList(kept.after)) return undefined;
  if (isOtherReference(kept)) {
    const from = before.references === undefined ? before.type : pascalCase(before.references);
    const stay = change === 'same' ? ', or @Was({ values: {} }) where the ids are the same' : '';
    return former.values && change === 'same'
      ? undefined
      : `${name} was ${from} and refers to ${pascalCase(after.references!)}: write @Was({ sql: '…' }), an expression over the former state that looks the id up${stay}.`;
  }
  const removed = removedItems(kept).filter((item) => former.values?.[item] === undefined);
  if (removed.length > 0) {
    const say = removed.map((item) => `${JSON.stringify(item)}: …`).join(', ');
    return `${name} can be ${list(removed)} no more: write @Was({ values: { ${say} } }), what each becomes, or null.`;
  }
  if (former.values) return undefined;
  if (isNewEnum(kept)) {
    return `${name} was ${before.type} and is one of ${list(after.items)}: write @Was({ values: { … } }), what former texts become, or @Was({ values: {} }) where they are these already.`;
  }
  if (change !== 'narrower' && change !== 'other') return undefined;
  const how = change === 'narrower' ? 'is narrower than' : 'is of another type than';
  const wide = decimalFor(before.type, after.type);
  const widen = wide === undefined ? '' : `${wide} where every value is to have its place, `;
  return `${name} (${after.type}) ${how} before (${before.type}): write ${widen}@Was({ values: {} }) where every row fits (an old value that does not is told beside), or @Was({ sql: '…' }), an expression over the former state.`;
}

/** What a decorator says may be left of an earlier change, and would decide over this one unasked. */
function usedValues(kept: Kept): string | undefined {
  const { name, former, isUsed } = kept;
  const { sql, values } = former;
  if (sql !== undefined || values === undefined || !needsValues(kept) || !isUsed({ values })) return undefined;
  return `${name}: what its @Was says of values was said of an earlier change: write what becomes of them now, or @Was({ sql: '…' }) where it is the same once more.`;
}

function usedAbsence(kept: Kept): string | undefined {
  const { name, former, isUsed } = kept;
  const { sql, absent } = former;
  if (sql !== undefined || absent === undefined || !isRequired(kept) || !isUsed({ absent })) return undefined;
  return `${name}: what its @Was says of absent was said of an earlier change: write what those without a value have now, or @Was({ sql: '…' }) where it is the same once more.`;
}

function unclearAbsence(kept: Kept): string | undefined {
  const { name, former } = kept;
  if (!isRequired(kept) || former.sql !== undefined || (former.absent !== undefined && former.absent !== null))
    return undefined;
  return `${name} may be null no more, and rows and old versions may have none: write @Was({ absent: … }), or @Was({ sql: '…' }).`;
}

function conversionSentence({ name, before, after, former }: Kept): string {
  const values = Object.entries(former.values ?? {}).map(
    ([from, to]) => `${JSON.stringify(from)} is ${JSON.stringify(to)}`,
  );
  const type = before.type === after.type ? [] : [`${before.type} is ${after.type}`];
  return `${name}: in rows and old versions ${[...type, ...values].join(', ') || `values stay as they are`}.`;
}

function isConverted(kept: Kept): boolean {
  return kept.change !== 'same' || isNewEnum(kept) || removedItems(kept).length > 0;
}

function isRequired({ before, after }: Kept): boolean {
  return before.nullable && !after.nullable;
}

function isOtherReference({ before, after }: Kept): boolean {
  return after.references !== undefined && before.references !== after.references;
}

function isNewEnum({ before, after }: Kept): boolean {
  return after.items.length > 0 && before.items.length === 0;
}

function removedItems({ before, after }: Kept): string[] {
  return after.items.length === 0 ? [] : before.items.filter((item) => !after.items.includes(item));
}

function isList({ type }: EntityColumn): boolean {
  return type.endsWith('[]');
}

function list(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
