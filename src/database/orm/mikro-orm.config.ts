import 'reflect-metadata';
import { type EntityClass, type EntityMetadata, type MetadataStorage } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type Options } from '@mikro-orm/postgresql';
import { fileURLToPath } from 'node:url';
import { entities } from '../../modules/registry.js';
import { SessionDriver } from '../../tenancy/session-driver.js';
import { tenantProperty } from '../../tenancy/tenant-column.js';
import { declareTenant } from '../../tenancy/tenant-metadata.js';
import {
  AuditDrop,
  AuditEntry,
  ChangeSet,
  ChangeSetSummary,
  ChangeSetTopic,
  ComputedValue,
  declareListIndexes,
  declareReadableChecks,
  declareTriggers,
  EntityVersion,
  HistoryRecorder,
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
import { releaseBrokenConnections } from '../client/broken-connections.js';
import { CountingClient } from '../client/counting-client.js';
import { keepAliveMs } from '../client/keep-alive.js';
import { JobRun } from './job-run.js';
import { KnownTenant } from './known-tenant.js';
import { TenantSchemaGenerator } from './tenant-schema-generator.js';

/** PostgreSQL itself ends a statement that takes too long; so much later it is taken to be gone. */
const answerPatienceMs = 5000;

/** What is stored about the records of the modules. */
const bookkeeping: readonly EntityClass<object>[] = [
  ChangeSet,
  EntityVersion,
  AuditEntry,
  Tombstone,
  LegalHold,
  HistoryStart,
  PastReference,
  PendingChange,
  ComputedValue,
  RetentionPolicy,
  StoredShape,
  SealedChangeSet,
  SealingProgress,
  ChangeSetSummary,
  ChangeSetTopic,
  TransactionNumbering,
  AuditDrop,
  JobRun,
  KnownTenant,
];

export interface ConnectionSettings {
  url: string;
  /** Connections at most; 10 where absent. */
  poolSize?: number;
  /** How long to wait for a free connection, in milliseconds. */
  poolTimeoutMs?: number;
  /** How long PostgreSQL lets a statement take, in milliseconds; absent: as long as it takes. */
  statementTimeoutMs?: number;
  /** Mapped besides the domain's own: for tests with entities of their own. */
  additionalEntities?: EntityClass<object>[];
}

/** The options of MikroORM for one database; every default of the library that is wrong for us is set right here. */
export function ormOptions(connection: ConnectionSettings): Options {
  return defineConfig({
    driver: SessionDriver,
    clientUrl: connection.url,
    entities: [...bookkeeping, ...entities, ...(connection.additionalEntities ?? [])],
    metadataProvider: ReflectMetadataProvider,
    metadataCache: { enabled: false },
    discovery: {
      onMetadata: (meta: EntityMetadata) => declareTenant(meta),
      afterDiscovered: (storage: MetadataStorage) => completeDiscovered(storage),
    },
    subscribers: [new HistoryRecorder()],
    extensions: [TenantSchemaGenerator, Migrator],
    // Batches overwrite by id: the recorder locks all that a flush changes and compares the versions before.
    useBatchUpdates: true,
    // Else a deleted author hides her posts.
    autoJoinRefsForFilters: false,
    forceUtcTimezone: true,
    allowGlobalContext: false,
    pool: { min: 0, max: connection.poolSize ?? 10 },
    driverOptions: {
      connectionTimeoutMillis: connection.poolTimeoutMs ?? 5000,
      application_name: 'palimpsest',
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
      ...(connection.statementTimeoutMs !== undefined && {
        patienceMs: connection.statementTimeoutMs + answerPatienceMs,
      }),
      // Instants are read, snapshotted and compared as text, whatever the server's own settings are.
      options: '-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=1',
      Client: CountingClient,
      onPoolCreated: releaseBrokenConnections,
    },
    migrations: {
      path: fileURLToPath(new URL('../../../migrations', import.meta.url)),
      pathTs: 'migrations',
      tableName: 'migration',
      snapshot: true,
      snapshotName: 'schema',
      emit: 'ts',
      allOrNothing: true,
      transactional: true,
    },
  });
}

/** Link tables are made by the ORM after the entities' own discovery; they belong to tenants like everything else. */
function completeDiscovered(storage: MetadataStorage): void {
  const all = [...storage] as EntityMetadata[];
  for (const meta of all) {
    if (meta.pivotTable) declareTenant(meta);
    declareReadableChecks(meta);
    declareTriggers(meta, all);
    declareListIndexes(meta, tenantProperty);
  }
}
