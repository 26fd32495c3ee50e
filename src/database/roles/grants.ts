import type { EntityMetadata } from '@mikro-orm/core';
import { escapeIdentifier } from 'pg';
import {
  AuditDrop,
  AuditEntry,
  ChangeSet,
  ChangeSetSummary,
  ChangeSetTopic,
  ComputedValue,
  EntityVersion,
  HistoryStart,
  LegalHold,
  PastReference,
  PendingChange,
  RetentionPolicy,
  SealedChangeSet,
  SealingProgress,
  StoredShape,
  Tombstone,
  TransactionNumbering,
} from '../../versioning/index.js';
import { Organization } from '../../modules/organization/organization.entity.js';
import { JobRun } from '../orm/job-run.js';
import { KnownTenant } from '../orm/known-tenant.js';

/** A right on a table that can be granted, as PostgreSQL calls it. */
export type TableRight = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** What is not a record: what the database's own functions write can be read, and tenants do not go away. */
const particular: ReadonlyMap<unknown, readonly TableRight[]> = new Map<unknown, readonly TableRight[]>([
  [Organization, ['SELECT', 'INSERT']],
  [ChangeSet, ['SELECT']],
  [EntityVersion, ['SELECT']],
  [AuditEntry, ['SELECT']],
  [Tombstone, ['SELECT']],
  [HistoryStart, ['SELECT']],
  [PastReference, ['SELECT']],
  [PendingChange, ['SELECT']],
  [ComputedValue, ['SELECT']],
  [RetentionPolicy, ['SELECT']],
  [StoredShape, ['SELECT']],
  [SealedChangeSet, ['SELECT']],
  [SealingProgress, ['SELECT']],
  [ChangeSetSummary, ['SELECT']],
  [ChangeSetTopic, ['SELECT']],
  [TransactionNumbering, []],
  [AuditDrop, ['SELECT']],
  [LegalHold, ['SELECT', 'DELETE']],
  [KnownTenant, []],
  [JobRun, ['SELECT', 'INSERT', 'UPDATE']],
]);

/** Where the role may insert, but say no more than this: when it was, and in which transaction, the database says. */
const insertable: ReadonlyMap<unknown, readonly string[]> = new Map<unknown, readonly string[]>([
  [ChangeSet, ['id', 'actor_kind', 'actor_id', 'reason', 'request_id', 'operation_name', 'source', 'undoes_id']],
  [LegalHold, ['entity_id', 'entity_type', 'reason', 'change_set_id']],
]);

/**
 * What the application's role may do, table by table: history is written by the database alone, records come, change
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

/** The columns that the role may insert into, where it may not insert into all of the table. */
export function wantedColumns(entities: Iterable<EntityMetadata>): { table: string; column: string }[] {
  return [...entities].flatMap(({ tableName: table, class: of }) =>
    (insertable.get(of) ?? []).map((column) => ({ table, column })),
  );
}

/**
 * Gives the application's role {@link wantedRights} and {@link wantedColumns} and takes away all others.
 *
 * @returns SQL, in the order in which it is to be run
 */
export function grantStatements(entities: Iterable<EntityMetadata>, migrationTable: string, role: string): string[] {
  const grantee = escapeIdentifier(role);
  const metas = [...entities];
  return [
    ...[...wantedRights(metas, migrationTable)].flatMap(([table, rights]) => [
      `revoke all on table ${escapeIdentifier(table)} from public, ${grantee}`,
      ...(rights.length > 0 ? [`grant ${rights.join(', ')} on table ${escapeIdentifier(table)} to ${grantee}`] : []),
    ]),
    ...wantedColumns(metas).map(
      ({ table, column }) =>
        `grant insert (${escapeIdentifier(column)}) on table ${escapeIdentifier(table)} to ${grantee}`,
    ),
  ];
}

function rightsOn(meta: EntityMetadata): readonly TableRight[] {
  if (meta.pivotTable) {
    return ['SELECT', 'INSERT', 'DELETE'];
  }
  return particular.get(meta.class) ?? ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
}
