import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { versionedEntities } from '../model/entities.js';
import { modelOf } from '../model/entity-model.js';
import { isOwn } from '../session/own-rows.js';
import { referrersOf } from './purge-obstacle.js';
import { membersByEntity, type PurgeMember } from './purge-tree.js';

/** The ids of what goes, by table. */
export type PurgedIds = ReadonlyMap<string, readonly string[]>;

/** Records that stay and point to what goes: each gets a version that says that they do so no more. */
export interface PurgeTrace {
  readonly meta: EntityMetadata;
  /** SQL over a row of their table: whether it is one of them. */
  readonly where: RawBuilder<unknown>;
}

/** What goes, by table. */
export function idsByTable(members: readonly PurgeMember[]): PurgedIds {
  return new Map(membersByEntity(members).map(([{ tableName }, of]) => [tableName, of.map(({ id }) => id)]));
}

/** Records that refer to what goes, by a column that can be cleared. */
export function referencesTo(
  em: SqlEntityManager,
  ids: PurgedIds,
): readonly (PurgeTrace & { readonly column: RawBuilder<unknown> })[] {
  const targets = versionedEntities(em).filter(({ tableName }) => ids.has(tableName));
  return targets.flatMap((target) =>
    referrersOf(em, target)
      .filter(({ clearable }) => clearable)
      .map(({ meta, column: name }) => {
        const column = sql.ref(name);
        const where = sql`${column} = any (${ids.get(target.tableName)}::uuid[]) and ${besides(ids.get(meta.tableName))}`;
        return { meta, where, column };
      }),
  );
}

/** Records that are linked to what goes, and the links: SQL that follows `select` or `delete`. */
export function linksTo(
  em: SqlEntityManager,
  ids: PurgedIds,
): readonly (PurgeTrace & { readonly links: RawBuilder<unknown> })[] {
  return versionedEntities(em).flatMap((meta) =>
    modelOf(meta).fields.flatMap(({ link, target }) => {
      const gone = target && ids.get(target.tableName);
      if (!link || !gone) return [];
      const links = sql`from ${sql.table(link.table)} l where ${isOwn('l')} and ${sql.ref(link.target)} = any (${gone}::uuid[])`;
      const where = sql`id in (select ${sql.ref(link.owner)} ${links}) and ${besides(ids.get(meta.tableName))}`;
      return [{ meta, where, links }];
    }),
  );
}

function besides(ids: readonly string[] = []): RawBuilder<unknown> {
  return sql`not id = any (${ids}::uuid[])`;
}
