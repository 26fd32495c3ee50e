/** The public names of the kernel. It knows no entity, no tenant and no HTTP. */
export { Actor, ActorKind } from './core/actor.js';
export { AuditDrop } from './core/audit-drop.js';
export { AuditEntry } from './core/audit-entry.js';
export { appendAuditEntry, type AuditEvent } from './core/audit-writer.js';
export { backfillBatch, type BackfilledBatch, countWithoutHistory } from './core/backfill.js';
export { brokenRule } from './core/broken-rule.js';
export { type Changed, Changes } from './core/changes.js';
export { collationsOf } from './core/collation.js';
export { ChangeSet } from './core/change-set.js';
export { unknownDifference } from './core/comparison.js';
export { driverError, sqlState } from './core/driver-error.js';
export { AnswerBudget, currentAnswerBudget, withinAnswer } from './core/answer-budget.js';
export { longFieldsOf, type UnreadColumns } from './core/long-fields.js';
export { errorChain } from './core/error-chain.js';
export { DomainError, type ErrorCode, errorCodes } from './core/errors.js';
export { EntityVersion } from './core/entity-version.js';
export { InexactNumber, isExactNumber } from './core/exact-number.js';
export { ExactDecimal } from './core/exact-decimal.js';
export { ExactJson } from './core/exact-json.js';
export type { FieldValues } from './core/field-value.js';
export {
  type ExpiredBatch,
  type ExpiredQuery,
  expiredBatch,
  overdueRecords,
  type PurgeEdge,
} from './core/purge-batch.js';
export { type LegalHoldRow, type LegalHolds, readLegalHolds } from './core/legal-holds.js';
export { HistoryStart } from './core/history-start.js';
export { HistoryReader } from './core/history-reader.js';
export { HistoryRecorder } from './core/history-recorder.js';
export { LegalHold } from './core/legal-hold.js';
export { ChangeSource, Operation } from './core/operation.js';
export { PastReference } from './core/past-reference.js';
export { recordChanges } from './core/record-changes.js';
export { pageSizes } from './core/page.js';
export { isRecordId } from './core/record-id.js';
export { DeletedFilter, RecordReader } from './core/record-reader.js';
export type { ChangeContext } from './core/recording.js';
export type { RetentionSettings } from './core/retention.js';
export { retentionPolicies } from './core/retention-policies.js';
export { RetentionPolicy } from './core/retention-policy.js';
export { declareReadableChecks, readableChecks } from './core/readable-range.js';
export { Sensitive } from './core/sensitive.js';
export { UnreadableValueError } from './core/unreadable-value.js';
export { findUnstorable, unstorableText } from './core/storable-value.js';
export { canonicalTimestamp, Timestamp } from './core/timestamp.js';
export { isVersioned, softDelete, type VersionedClass, versionedOptions } from './core/versioned.js';
export { VersionedEntity } from './core/versioned-entity.js';
export { currentBounds, withBounds, type WorkBounds } from './core/work-bounds.js';
export { AuditResolver } from './graphql/audit.resolver.js';
export { LegalHoldResolver } from './graphql/legal-hold.resolver.js';
export { ChildrenResolver } from './graphql/children-resolver.js';
export { connectionOf } from './graphql/connection.js';
export type { VersioningContext } from './graphql/context.js';
export { ExistingRecordInput } from './graphql/existing-record-input.js';
export { HistoryResolver } from './graphql/history.resolver.js';
export { Loaders } from './graphql/loaders.js';
export { LockAhead, type LockAheadExtension } from './graphql/lock-ahead.js';
export { makeChange, type Payload, payloadTypeOf } from './graphql/payload.js';
export { BigIntScalar as BigInt } from './graphql/scalars/big-int-scalar.js';
export { DateScalar as CalendarDate } from './graphql/scalars/date-scalar.js';
export { DateTimeScalar as DateTime } from './graphql/scalars/date-time-scalar.js';
export { DecimalScalar as Decimal } from './graphql/scalars/decimal-scalar.js';
export { JSONObjectScalar as JSONObject } from './graphql/scalars/json-object-scalar.js';
export { JSONScalar as JSON } from './graphql/scalars/json-scalar.js';
export { TrashResolver } from './graphql/trash.resolver.js';
export { type Finding, verify, type VerifyProgress } from './verify/verify.js';
export { auditLogLock } from './audit-log/add-audit-partitions.js';
export { auditLogFunctions } from './audit-log/audit-log-functions.js';
export { declareTriggers } from './net/triggers.js';
export { netFunctions } from './net/net-functions.js';
export { functionSchema, type SqlFunction } from './net/sql-function.js';
export { Tombstone } from './core/tombstone.js';
export { Versioned } from './graphql/versioned.js';
export { checkConditions } from './graphql/record-filter.js';
export { VersionedFieldsResolver } from './graphql/versioned.resolver.js';
export { VersionedResolver } from './graphql/versioned-resolver.js';
