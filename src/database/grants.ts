import type { EntityMetadata } from '@mikro-orm/core';
import { escapeIdentifier } from 'pg';
import { AuditEntry, ChangeSet, EntityVersion, Tombstone } from '../versioning/index.js';

const appendOnly: readonly unknown[] = [ChangeSet, EntityVersion, AuditEntry, Tombstone];

/**
 * What the application's role may do, table by table: history can be added to and never altered, records come, change
 * and go with a trace, links come and go, and nothing else is reachable. Partitions are reached through their table alone.
 *
 * @param entities the metadata of every mapped entity, link tables included
 * @param migrationTable the ORM's list of applied migrations
 * @returns SQL, in the order in which it is to be run
 */
export function grantStatements(entities: Iterable<EntityMetadata>, migrationTable: string, role: string): string[] {
  const grantee = escapeIdentifier(role);
  const rights = new Map([[migrationTable, 'select']]);
  for (const meta of entities) {
    if (!meta.abstract && !meta.embeddable && !meta.virtual) {
      rights.set(meta.tableName, rightsOn(meta));
    }
  }
  return [...rights].flatMap(([table, granted]) => [
    `revoke all on table ${escapeIdentifier(table)} from public, ${grantee}`,
    `grant ${granted} on table ${escapeIdentifier(table)} to ${grantee}`,
  ]);
}

function rightsOn(meta: EntityMetadata): string {
  if (meta.pivotTable) {
    return 'select, insert, delete';
  }
  return appendOnly.includes(meta.class) ? 'select, insert' : 'select, insert, update, delete';
}
