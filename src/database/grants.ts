import type { EntityMetadata } from '@mikro-orm/core';
import { escapeIdentifier } from 'pg';
import {
  AuditDrop,
  AuditEntry,
  ChangeSet,
  EntityVersion,
  HistoryStart,
  LegalHold,
  RetentionPolicy,
  Tombstone,
} from '../versioning/index.js';
import { JobRun } from './job-run.js';

/** What is not a record: history can be added to, what the database's own functions write can be read. */
const particular: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [ChangeSet, 'select, insert'],
  [EntityVersion, 'select, insert'],
  [AuditEntry, 'select, insert'],
  [Tombstone, 'select'],
  [HistoryStart, 'select'],
  [RetentionPolicy, 'select'],
  [AuditDrop, 'select'],
  [LegalHold, 'select, insert, delete'],
  [JobRun, 'select, insert, update'],
]);

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
  return particular.get(meta.class) ?? 'select, insert, update, delete';
}
