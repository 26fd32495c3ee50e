import type { EntityMetadata } from '@mikro-orm/core';
import { escapeIdentifier } from 'pg';
import {
  AuditDrop,
  AuditEntry,
  ChangeSet,
  EntityVersion,
  HistoryStart,
  LegalHold,
  PastReference,
  RetentionPolicy,
  Tombstone,
} from '../versioning/index.js';
import { JobRun } from './job-run.js';

/** A right on a table that can be granted, as PostgreSQL calls it. */
export type TableRight = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** What is not a record: history can be added to, what the database's own functions write can be read. */
const particular: ReadonlyMap<unknown, readonly TableRight[]> = new Map<unknown, readonly TableRight[]>([
  [ChangeSet, ['SELECT', 'INSERT']],
  [EntityVersion, ['SELECT', 'INSERT']],
  [AuditEntry, ['SELECT', 'INSERT']],
  [Tombstone, ['SELECT']],
  [HistoryStart, ['SELECT']],
  [PastReference, ['SELECT']],
  [RetentionPolicy, ['SELECT']],
  [AuditDrop, ['SELECT']],
  [LegalHold, ['SELECT', 'INSERT', 'DELETE']],
  [JobRun, ['SELECT', 'INSERT', 'UPDATE']],
]);

/**
 * What the application's role may do, table by table: history can be added to and never altered, records come, change
 * and go with a trace, links come and go, and nothing else is reachable. Partitions are reached through their table alone.
 *
 * @param entities the metadata of every mapped entity, link tables included
 * @param migrationTable the ORM's list of applied migrations
 */
export function wantedRights(
  entities: Iterable<EntityMetadata>,
  migrationTable: string,
): ReadonlyMap<string, readonly TableRight[]> {
  const rights = new Map<string, readonly TableRight[]>([[migrationTable, ['SELECT']]]);
  for (const meta of entities) {
    if (!meta.abstract && !meta.embeddable && !meta.virtual) {
      rights.set(meta.tableName, rightsOn(meta));
    }
  }
  return rights;
}

/**
 * Gives the application's role {@link wantedRights} and takes away all others.
 *
 * @returns SQL, in the order in which it is to be run
 */
export function grantStatements(entities: Iterable<EntityMetadata>, migrationTable: string, role: string): string[] {
  const grantee = escapeIdentifier(role);
  return [...wantedRights(entities, migrationTable)].flatMap(([table, rights]) => [
    `revoke all on table ${escapeIdentifier(table)} from public, ${grantee}`,
    `grant ${rights.join(', ')} on table ${escapeIdentifier(table)} to ${grantee}`,
  ]);
}

function rightsOn(meta: EntityMetadata): readonly TableRight[] {
  if (meta.pivotTable) {
    return ['SELECT', 'INSERT', 'DELETE'];
  }
  return particular.get(meta.class) ?? ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
}
