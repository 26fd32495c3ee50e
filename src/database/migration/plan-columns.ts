import type { LinkSpec } from '../../versioning/index.js';
import { type ColumnChange, dropped, type FormerRecord } from './column-change.js';
import { camelCase, keysOf } from './column-name.js';
import type { Drops } from './drops.js';
import type { EntityColumn, EntityTable } from './entity-table.js';
import { fieldOf, type FormerEntity, type NamedField } from './former-entity.js';
import { planAdded } from './plan-added.js';
import { planKept } from './plan-kept.js';
import { isQuestion, type Question } from './question.js';
import { typeChange } from './type-change.js';

/**
 * How the columns of a table come, stay and go; those that were renamed have their present names in both states.
 *
 * @param links that a record had, by their present names
 */
export function planColumns(
  before: EntityTable,
  after: EntityTable,
  links: readonly LinkSpec[],
  former: FormerEntity,
  drops: Drops,
): (ColumnChange | Question)[] {
  const record: FormerRecord = {
    table: after.name,
    sensitive: [...before.columns.values()].filter(({ isSensitive }) => isSensitive).map(({ name }) => name),
    links,
  };
  const nameOf = (column: string) => `${former.className}.${fieldOf(former, column).property}`;
  const come = [...after.columns.values()].filter(({ name }) => !before.columns.has(name));
  const gone = [...before.columns.values()].filter(({ name }) => !after.columns.has(name));
  const going = gone.map((column) => planGone(column, come, former, before, drops));
  // Whether a field is new or was renamed is asked once.
  const isUnclear = (column: EntityColumn) =>
    gone.some((other, place) => isQuestion(going[place]!) && alike(other, column));
  return [
    ...come
      .filter((column) => !isUnclear(column))
      .map(
        (column) =>
          unknownName(nameOf(column.name), fieldOf(former, column.name), before) ??
          planAdded(nameOf(column.name), column, fieldOf(former, column.name), record),
      ),
    ...[...after.columns.values()].flatMap((column) => {
      const was = before.columns.get(column.name);
      return was ? planKept(nameOf(column.name), was, column, fieldOf(former, column.name), record) : [];
    }),
    ...going,
  ];
}

function unknownName(name: string, { former }: NamedField, before: EntityTable): Question | undefined {
  const was = former?.name;
  if (was === undefined || keysOf(was).some((key) => before.columns.has(key))) return undefined;
  return { question: `${name} says that it was ${was}, and there was no such field: write what it was, or no name.` };
}

function planGone(
  column: EntityColumn,
  come: readonly EntityColumn[],
  former: FormerEntity,
  before: EntityTable,
  drops: Drops,
): ColumnChange | Question {
  const as = camelCase(column.name);
  const property = column.references === undefined ? as : as.replace(/Id$/, '');
  const name = `${former.className}.${property}`;
  // What made another field of one of that name long ago says nothing of this one.
  const isTakenUp = come
    .map((other) => fieldOf(former, other.name).former)
    .some((said) => said?.sql !== undefined && keysOf(said.name ?? '').includes(column.name));
  if (isTakenUp || drops.keepsInHistory(before, property, as)) {
    const kept = column.isSensitive ? 'its values are gone' : `its values stay in history, as ${as}`;
    return dropped(before.name, column.name, as, `${name} is dropped: ${kept}.`);
  }
  const likes = come.filter((other) => alike(column, other));
  const drop = `--drop ${camelCase(before.name)}.${property}=history`;
  if (likes.length === 0) {
    return {
      question: `${name} is gone: write ${drop} where its values are to stay in history alone, or bring it back.`,
    };
  }
  const names = likes.map((other) => fieldOf(former, other.name).property).join(' or ');
  return {
    question: `${name} is gone and ${names} has come: write @Was('${property}') on ${names} where it was renamed, or ${drop} where its values are to stay in history alone.`,
  };
}

/** Whether one might be the other with another name. */
function alike(gone: EntityColumn, come: EntityColumn): boolean {
  const change = typeChange(gone.type, come.type, gone.items);
  return gone.references === come.references && (change === 'same' || change === 'wider');
}
