import type { LinkSpec } from '../../versioning/index.js';
import { keysOf } from './column-name.js';
import type { EntityColumn, EntityTable } from './entity-table.js';
import type { FormerEntity } from './former-entity.js';
import { typeChange } from './type-change.js';

export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Columns that the entity says were called otherwise, in an order in which none takes a name that is taken. */
export function columnRenames(before: EntityTable, after: EntityTable, former: FormerEntity): Rename[] {
  return renamesAmong(columnNames(before), columnNames(after), wantedColumns(before, after, former));
}

/** Columns or links of which each is said to have been called as another of them is: none can have its name first. */
export function exchangedNames(before: EntityTable, after: EntityTable, former: FormerEntity): string[] {
  return [
    ...exchangedAmong(wantedColumns(before, after, former)),
    ...exchangedAmong(wantedRenames(linkKeys(before), linkKeys(after), former)),
  ];
}

/** Links as they were and as they are, where both are the same links; those that were renamed in the order of their renames. */
export function linkPairs(before: EntityTable, after: EntityTable, former: FormerEntity): [LinkSpec, LinkSpec][] {
  const [were, are] = [linkKeys(before), linkKeys(after)];
  const renames = renamesAmong(were, are, wantedRenames(were, are, former));
  const isRenamed = (link: LinkSpec) => renames.some(({ from, to }) => [from, to].includes(link.key));
  const kept = after.links.filter((link) => !isRenamed(link)).map(({ key }) => ({ from: key, to: key }));
  return [...renames, ...kept].flatMap(({ from, to }): [LinkSpec, LinkSpec][] => {
    const was = before.links.find(({ key }) => key === from);
    return was ? [[was, after.links.find(({ key }) => key === to)!]] : [];
  });
}

type Names = ReadonlySet<string>;

function columnNames({ columns }: EntityTable): Names {
  return new Set(columns.keys());
}

function linkKeys({ links }: EntityTable): Names {
  return new Set(links.map(({ key }) => key));
}

function renamesAmong(before: Names, after: Names, wanted: readonly Rename[]): Rename[] {
  const found = new Map<string, string>();
  // What still has its name has not given it away, whatever was said of it long ago.
  const isLeft = (name: string) => !after.has(name) || wanted.some(({ to }) => to === name);
  // A name that is there already is free once what had it has another.
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { from, to } of wanted) {
      const isFree = !before.has(to) || (found.has(to) && isLeft(from));
      if (isFree && !found.has(from)) found.set(from, to);
    }
  }
  return [...found].map(([from, to]) => ({ from, to }));
}

function exchangedAmong(wanted: readonly Rename[]): string[] {
  const names = new Map(wanted.map(({ from, to }) => [to, from]));
  return [...names.keys()].filter((column) => {
    let name = names.get(column);
    for (let step = 0; step < names.size && name !== undefined && name !== column; step += 1) name = names.get(name);
    return name === column;
  });
}

/**
 * Of two columns that are there before and after, each of its own kind, neither is the other: that was said when a reference
 * and a value exchanged the names of their fields, which are not those of their columns.
 */
function wantedColumns(before: EntityTable, after: EntityTable, former: FormerEntity): Rename[] {
  const isKept = (name: string) => {
    const [was, is] = [before.columns.get(name), after.columns.get(name)];
    return was !== undefined && is !== undefined && isOfOneKind(was, is);
  };
  return wantedRenames(columnNames(before), columnNames(after), former).filter(
    ({ from, to }) => !isKept(from) || !isKept(to) || isOfOneKind(before.columns.get(from)!, before.columns.get(to)!),
  );
}

function isOfOneKind(one: EntityColumn, other: EntityColumn): boolean {
  return one.references === other.references && typeChange(one.type, other.type) === 'same';
}

function wantedRenames(before: Names, after: Names, former: FormerEntity): Rename[] {
  return [...after].flatMap((to) => {
    const said = former.fields.get(to)?.former;
    // An expression makes a new column out of the former one.
    if (said?.name === undefined || said.sql !== undefined) return [];
    const from = keysOf(said.name).find((key) => before.has(key));
    return from === undefined || from === to ? [] : [{ from, to }];
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
