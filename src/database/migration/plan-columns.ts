import type { LinkSpec } from '../../versioning/index.js';
import { type ColumnChange, dropped, type FormerRecord } from './column-change.js';
import { camelCase, keysOf } from './column-name.js';
import { droppedName } from './dropped-name.js';
import type { Drops, FieldFate } from './drops.js';
import type { EntityColumn, EntityTable } from './entity-table.js';
import { fieldOf, type FormerEntity, type NamedField } from './former-entity.js';
import { likelyRenames } from './likely-renames.js';
import { planAdded } from './plan-added.js';
import { type GoneField, planDrop, usualFate } from './plan-drop.js';
import { planKept } from './plan-kept.js';
import { isQuestion, type Question } from './question.js';

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
  const fates = new Map(gone.map((column) => [column, fateOf(column, come, former, before, drops)]));
  const likely = likelyRenames(
    gone.filter((column) => fates.get(column) === undefined),
    come,
  );
  const going = gone.map((column): ColumnChange | Question => {
    const likes = (likely.get(column) ?? []).map(({ name }) => fieldOf(former, name).property);
    const drop = planDrop(goneField(column, before, former, likes), fates.get(column));
    return isQuestion(drop) ? drop : dropped(before.name, column.name, drop.as, drop.sentence);
  });
  // Whether a field is new or was renamed is asked once.
  const isUnclear = (column: EntityColumn) => [...likely.values()].some((likes) => likes.includes(column));
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

/** What becomes of the values of a column that is gone; nothing where nobody says it. */
function fateOf(
  column: EntityColumn,
  come: readonly EntityColumn[],
  former: FormerEntity,
  before: EntityTable,
  drops: Drops,
): FieldFate | undefined {
  // What made another field of one of that name long ago says nothing of this one.
  const isTakenUp = come
    .map((other) => fieldOf(former, other.name).former)
    .some((said) => said?.sql !== undefined && keysOf(said.name ?? '').includes(column.name));
  const said = drops.fateOf(before, propertyOf(column), camelCase(column.name));
  return said ?? (isTakenUp ? usualFate(readersOf(column, before)) : undefined);
}

function goneField(
  column: EntityColumn,
  before: EntityTable,
  former: FormerEntity,
  likes: readonly string[],
): GoneField {
  const property = propertyOf(column);
  return {
    name: `${former.className}.${property}`,
    path: `${camelCase(before.name)}.${property}`,
    as: droppedName(camelCase(column.name), former.dropped ?? new Set()),
    holds: 'values',
    readers: readersOf(column, before),
    likes,
  };
}

function propertyOf({ name, references }: EntityColumn): string {
  return references === undefined ? camelCase(name) : camelCase(name).replace(/Id$/, '');
}

function readersOf({ name, isSensitive }: EntityColumn, { hidden }: EntityTable): GoneField['readers'] {
  if (isSensitive) return 'none are stored';
  return hidden.has(name) ? 'nobody' : 'clients';
}
