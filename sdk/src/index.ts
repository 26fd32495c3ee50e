export { createClient, createDocumentClient, type Api, type Client, type DocumentClient } from './client.js';
export type { CallOptions, ClientOptions, Fetch } from './client-options.js';
export { cacheKeys, typePolicies } from './cache-identities.js';
export type { Connection, PageVariables } from './connection.js';
export type { Request } from './calls.js';
export type { DocumentTypeDecoration } from './document-type-decoration.js';
export type {
  AlreadyExistsDetails,
  ConflictDetails,
  DetailsOf,
  ErrorCode,
  ErrorDetails,
  FieldConflict,
  FieldDetails,
  MovedRecord,
  NoAnswerDetails,
  PlanStaleDetails,
  RateLimitedDetails,
  TheirChange,
  TooComplexDetails,
} from './error-details.js';
export {
  isAlreadyExists,
  isBadResponse,
  isBadUserInput,
  isConflict,
  isForbidden,
  isInternalServerError,
  isInvalidDocument,
  isNetworkError,
  isNotFound,
  isOutcomeUnknown,
  isPlanStale,
  isRateLimited,
  isTimeout,
  isTooComplex,
  isUnauthenticated,
  isUnavailable,
} from './error-guards.js';
export type { HistoryNote } from './history-note.js';
export { inParts } from './in-parts.js';
export type { Timeless } from './instant-requests.js';
export { type GraphQLAnswerError, PalimpsestError, type PalimpsestErrorOptions } from './palimpsest-error.js';
export type { PastClient } from './past-client.js';
export type { PatchField } from './patch-field.js';
export { rebase, rebaseFields, type Rebased } from './rebase.js';
export type { Payloads, Step } from './step.js';
export type { Undone, UndoOptions } from './undo.js';
export { UndoRefused } from './undo-refused.js';
export type { TypedDocument } from './typed-document.js';
export type * from './generated/api.js';
export { possibleTypes } from './generated/cache-types.js';
export { enumValues } from './generated/enum-values.js';
export * from './generated/graphql.js';
