import type { LinkSpec } from '../../versioning/index.js';
import { keysOf } from './column-name.js';
import type { EntityColumn, EntityTable } from './entity-table.js';
import type { FormerEntity } from './former-entity.js';

export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Columns that the entity says were called otherwise, in an order in which none takes a name that is taken. */
export function columnRenames(before: EntityTable, after: EntityTable, former: FormerEntity): Rename[] {
  const found = new Map<string, string>();
  const wanted = wantedRenames(before, after, former);
  // A name that is there already is free once its column has another.
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { from, to } of wanted) {
      const isFree = !before.columns.has(to) || (found.has(to) && !after.columns.has(from));
      if (isFree && !found.has(from)) found.set(from, to);
    }
  }
  return [...found].map(([from, to]) => ({ from, to }));
}

/** Columns of which each is said to have been called as another of them is: none can have its name first. */
export function exchangedColumns(before: EntityTable, after: EntityTable, former: FormerEntity): string[] {
  const names = new Map(wantedRenames(before, after, former).map(({ from, to }) => [to, from]));
  return [...names.keys()].filter((column) => {
    let name = names.get(column);
    for (let step = 0; step < names.size && name !== undefined && name !== column; step += 1) name = names.get(name);
    return name === column;
  });
}

function wantedRenames(before: EntityTable, after: EntityTable, former: FormerEntity): Rename[] {
  return [...after.columns.keys()].flatMap((to) => {
    const said = former.fields.get(to)?.former;
    // An expression makes a new column out of the former one.
    if (said?.name === undefined || said.sql !== undefined) return [];
    const from = keysOf(said.name).find((key) => before.columns.has(key));
    return from === undefined || from === to ? [] : [{ from, to }];
  });
}

/** Links as they were and as they are, where both are the same links. */
export function linkPairs(before: EntityTable, after: EntityTable, former: FormerEntity): [LinkSpec, LinkSpec][] {
  return after.links.flatMap((link): [LinkSpec, LinkSpec][] => {
    const name = former.fields.get(link.key)?.former?.name;
    const keys = [link.key, ...(name === undefined ? [] : keysOf(name))];
    const same = before.links.find(({ key }) => keys.includes(key));
    return same ? [[same, link]] : [];
  });
}

/** The same table after its columns were renamed. */
export function withRenamed(table: EntityTable, renames: readonly Rename[]): EntityTable {
  const columns = new Map(table.columns);
  for (const { from, to } of renames) {
    const column = columns.get(from)!;
    columns.delete(from);
    columns.set(to, { ...column, name: to, was: from });
  }
  return { ...table, columns };
}

/** The same table after tables were renamed, it or those that it refers to. */
export function inRenamed(table: EntityTable, renames: readonly Rename[]): EntityTable {
  const now = (name: string) => renames.find(({ from }) => from === name)?.to ?? name;
  const columns = [...table.columns.values()].map((column): [string, EntityColumn] => [
    column.name,
    { ...column, ...(column.references !== undefined && { references: now(column.references) }) },
  ]);
  return { ...table, name: now(table.name), was: table.name, columns: new Map(columns) };
}
