import { camelCase, pascalCase, snakeCase } from './column-name.js';
import type { Drops } from './drops.js';
import type { EntityTable } from './entity-table.js';
import type { FormerEntity } from './former-entity.js';
import { type EntityPlan, planEntity } from './plan-entity.js';
import { inRenamed, type Rename } from './renames.js';

/** All that happens to versioned tables between two states of the schema. */
export interface EntitiesPlan {
  readonly renames: readonly Rename[];
  /** What goes, its records first; in this order. */
  readonly retired: readonly EntityTable[];
  readonly entities: readonly EntityPlan[];
  readonly questions: readonly string[];
  readonly sentences: readonly string[];
}

/**
 * Compares the versioned tables of two states of the schema. Pure.
 *
 * @param former what the entities say of themselves, by table
 * @param drops what the developer said of what goes
 * @param tables the names of all tables that there are now, versioned or not
 */
export function planEntities(
  before: readonly EntityTable[],
  after: readonly EntityTable[],
  former: ReadonlyMap<string, FormerEntity>,
  drops: Drops,
  tables: ReadonlySet<string>,
): EntitiesPlan {
  const named = (tables: readonly EntityTable[], name: string) => tables.find((table) => table.name === name);
  const come = after.filter(({ name }) => !named(before, name));
  const gone = before.filter(({ name }) => !named(after, name));
  const renames = come.flatMap(({ name: to }): Rename[] => {
    const was = former.get(to)!.was;
    const from = was === undefined ? undefined : snakeCase(was);
    return from !== undefined && named(gone, from) ? [{ from, to }] : [];
  });
  const going = gone.filter(({ name }) => !renames.some(({ from }) => from === name));
  const fresh = come.filter(({ name }) => !renames.some(({ to }) => to === name));
  const unversioned = going.filter(({ name }) => tables.has(name));
  const retired = referringFirst(going.filter((table) => !unversioned.includes(table) && drops.retires(table.name)));
  const entities = before
    .map((table) => inRenamed(table, renames))
    .flatMap((table) => {
      const present = named(after, table.name);
      return present ? [planEntity(table, present, former.get(table.name)!, drops)] : [];
    });
  const questions = [
    ...unversioned.map(
      ({ name }) =>
        `${pascalCase(name)} is versioned no more while its table stays, and its history would end: write @Versioned() again, or retire it and call the new entity otherwise.`,
    ),
    ...going
      .filter((table) => !retired.includes(table) && !unversioned.includes(table))
      .map((table) => questionOf(table, fresh, former)),
    ...entities.flatMap((entity) => entity.questions),
  ];
  return {
    renames,
    retired,
    entities,
    questions:
      questions.length > 0 ? questions : drops.unused().map((drop) => `--drop ${drop}: nothing of that name goes.`),
    sentences: [
      ...retired.map(
        ({ name }) =>
          `${pascalCase(name)} is dropped: its records are deleted softly first, with versions and tombstones.`,
      ),
      ...renames.map(
        ({ from, to }) => `${pascalCase(to)} was ${pascalCase(from)}: its records and their history go on.`,
      ),
      ...entities.flatMap(({ sentences }) => sentences),
    ],
  };
}

function questionOf(
  gone: EntityTable,
  come: readonly EntityTable[],
  former: ReadonlyMap<string, FormerEntity>,
): string {
  const [name, drop] = [pascalCase(gone.name), `--drop ${camelCase(gone.name)}=retire`];
  const likes = come.filter((table) => alike(gone, table)).map((table) => former.get(table.name)!.className);
  if (likes.length === 0) {
    return `${name} is gone: write ${drop} where its records are to be deleted softly before their table is dropped, or bring it back.`;
  }
  return `${name} is gone and ${likes.join(' or ')} has come: write @Was('${name}') on ${likes.join(' or ')} where it was renamed, or ${drop} where its records are to be deleted softly before their table is dropped.`;
}

/** Those that refer to others before these, as children go before their owners. */
function referringFirst(tables: readonly EntityTable[]): EntityTable[] {
  const refersTo = (one: EntityTable, other: EntityTable) =>
    one !== other && [...one.columns.values()].some(({ references }) => references === other.name);
  const depth = (table: EntityTable, above: readonly EntityTable[] = []): number =>
    Math.max(
      0,
      ...tables
        .filter((other) => !above.includes(other) && refersTo(other, table))
        .map((other) => 1 + depth(other, [...above, table])),
    );
  return tables.toSorted((a, b) => depth(a) - depth(b));
}

/** Whether one might be the other with another name: most of its columns are the other's. */
function alike(gone: EntityTable, come: EntityTable): boolean {
  const own = [...gone.columns.values()].filter(({ name }) => !everywhere.has(name));
  const same = own.filter(({ name, type }) => come.columns.get(name)?.type === type);
  return same.length * 2 >= own.length && own.length > 0;
}

/** Columns that every versioned table has. */
const everywhere = new Set([
  'id',
  'tenant_id',
  'version',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'deleted_at',
  'deleted_by',
  'deleted_in',
]);
