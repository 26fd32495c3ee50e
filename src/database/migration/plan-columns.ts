import type { LinkSpec } from '../../versioning/index.js';
import { type ColumnChange, dropped, type FormerRecord } from './column-change.js';
import { camelCase, keysOf, snakeCase } from './column-name.js';
import { droppedName } from './dropped-name.js';
import type { Drops, FieldDrop } from './drops.js';
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
  const said = new Map(gone.map((column) => [column, saidOf(column, come, former, before, drops)]));
  const likely = likelyRenames(
    gone.filter((column) => said.get(column) === undefined),
    come,
  );
  const going = gone.map((column): ColumnChange | Question => {
    const likes = (likely.get(column) ?? []).map(({ name }) => fieldOf(former, name).property);
    const drop = planDrop(goneField(column, before, former, likes, said.get(column)), said.get(column)?.fate);
    return isQuestion(drop) ? drop : dropped(before.name, column.name, drop.as, drop.sentence);
  });
  const isUnclear = (column: EntityColumn) => [...likely.values()].some((likes) => likes.includes(column));
  const coming = (column: EntityColumn): ColumnChange | Question => {
    const [name, field] = [nameOf(column.name), fieldOf(former, column.name)];
    return unknownName(name, field, before) ?? planAdded(name, column, field, record);
  };
  return [
    ...come.filter((column) => !isUnclear(column)).map(coming),
    ...[...after.columns.values()].flatMap((column) => {
      const was = before.columns.get(column.name);
      return was ? planKept(nameOf(column.name), was, column, fieldOf(former, column.name), record) : [];
    }),
    ...going,
    // Whether a field is new or was renamed is asked once, together with what is to be asked where it is new.
    ...come
      .filter(isUnclear)
      .map(coming)
      .filter((change) => isQuestion(change))
      .map(({ question }) => ({ question: `Where that is no rename: ${question}` })),
  ];
}

function unknownName(name: string, { former }: NamedField, before: EntityTable): Question | undefined {
  const was = former?.name;
  if (was === undefined || keysOf(was).some((key) => before.columns.has(key))) return undefined;
  return { question: `${name} says that it was ${was}, and there was no such field: write what it was, or no name.` };
}

/** What was said of a column that is gone; nothing where nothing was. */
function saidOf(
  column: EntityColumn,
  come: readonly EntityColumn[],
  former: FormerEntity,
  before: EntityTable,
  drops: Drops,
): FieldDrop | undefined {
  // What made another field of one of that name long ago says nothing of this one.
  const isTakenUp = come
    .map((other) => fieldOf(former, other.name).former)
    .some((said) => said?.sql !== undefined && keysOf(said.name ?? '').includes(column.name));
  const field = propertyOf(column);
  const said = drops.of(before, field, camelCase(column.name));
  return said ?? (isTakenUp ? { fate: usualFate(readersOf(column, before)), field } : undefined);
}

function goneField(
  column: EntityColumn,
  before: EntityTable,
  former: FormerEntity,
  likes: readonly string[],
  said: FieldDrop | undefined,
): GoneField {
  const property = said?.field ?? propertyOf(column);
  const isWhole = column.references === undefined || snakeCase(property) === column.name;
  return {
    name: `${former.className}.${property}`,
    path: `${camelCase(before.name)}.${property}`,
    as: droppedName(isWhole ? property : `${property}Id`, former.dropped ?? new Set()),
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
