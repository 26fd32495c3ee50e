import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { isOwn } from '../session/own-rows.js';
import { query } from '../session/query.js';
import { idsByTable, linksTo, referencesTo } from './purge-traces.js';
import type { PurgeMember } from './purge-tree.js';

/**
 * What a purge that changes nothing would have changed so far, of one organization. What comes later is asked as if it had: a
 * record goes once, what it stood in the way of goes too, and versions that clear references let older ones go.
 */
export class PurgeRehearsal {
  readonly #purged = new Map<string, string[]>();
  readonly #changed = new Map<string, string[]>();

  /** The ids of an entity's records that would be gone. */
  purged({ tableName }: EntityMetadata): readonly string[] {
    return this.#purged.get(tableName) ?? [];
  }

  /** The ids of an entity's records that would have a version more, each as often as it would. */
  changed({ tableName }: EntityMetadata): readonly string[] {
    return this.#changed.get(tableName) ?? [];
  }

  /** Takes records for purged. @param members with all that they own, and without obstacles */
  async purge(em: SqlEntityManager, members: readonly PurgeMember[]): Promise<void> {
    if (members.length === 0) return;
    const ids = idsByTable(members);
    for (const { meta, where } of [...linksTo(em, ids), ...referencesTo(em, ids)]) {
      const rows = await query<{ id: string }>(em)`
        select id from ${sql.table(meta.tableName)} c
        where ${isOwn('c')} and ${where} and not id = any (${this.purged(meta)}::uuid[])`;
      add(this.#changed, meta.tableName, rows.map(({ id }) => id)); // prettier-ignore
    }
    for (const [table, of] of ids) add(this.#purged, table, of);
  }
}

function add(to: Map<string, string[]>, table: string, ids: readonly string[]): void {
  const known = to.get(table);
  if (!known) to.set(table, [...ids]);
  else for (const id of ids) known.push(id);
}
