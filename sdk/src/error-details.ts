import type { ActorKind } from './generated/graphql.js';

/** A field that others changed. */
export interface TheirChange {
  readonly field: string;
  /** What it was at the expected version. */
  readonly base: unknown;
  /** What is stored by now. */
  readonly theirs: unknown;
  /** A sensitive field: that it changed is all that is told. */
  readonly redacted?: true;
}

/** A field that two writers changed, to different values. Where the base is not known, `base` is null. */
export interface FieldConflict extends TheirChange {
  /** What you wanted to store. */
  readonly yours: unknown;
}

/** What a front end needs to settle a conflict; {@link rebase} does what can be done without asking anybody. */
export interface ConflictDetails {
  readonly entityType: string;
  readonly id: string;
  readonly expectedVersion: number;
  readonly currentVersion: number;
  readonly changedBy: { readonly id: string; readonly kind: ActorKind; readonly displayName: string | null } | null;
  /** RFC 3339, UTC, with microseconds. */
  readonly changedAt: string;
  readonly deleted: boolean;
  /**
   * Whether the expected version is still in history. Where it is not, `theirChanges` is empty, and `conflicts` has
   * every field of the patch whose present value differs.
   */
  readonly baseKnown: boolean;
  /** All that others changed since the expected version. */
  readonly theirChanges: readonly TheirChange[];
  /**
   * Each field that both sides changed to different values; without a base each you sent whose present value differs.
   */
  readonly conflicts: readonly FieldConflict[];
  /** The record that stands in the way of a refused restore or delete. */
  readonly blockedBy?: { readonly entityType: string; readonly id: string };
}

/** Which unique key is taken. */
export interface AlreadyExistsDetails {
  readonly entityType: string;
  readonly field: string;
  readonly fields: readonly string[];
  /** Who has the key; absent where the caller may not know. */
  readonly conflictingId?: string;
}

/** Which input is refused, where it is one field of a record. */
export interface FieldDetails {
  /** Of a value that does not fit its type: where it stands in the variable, as in `patch.publishedAt`. */
  readonly field?: string;
  /** Of a moment that cannot be answered: the first and the last that can. */
  readonly from?: string;
  readonly until?: string;
}

/** A record that is not at the version at which a plan saw it. */
export interface MovedRecord {
  readonly entityType: string;
  readonly id: string;
  /** Null where the plan did not see it. */
  readonly version: number | null;
  readonly currentVersion: number;
}

/** What has changed since a plan was made. */
export interface PlanStaleDetails {
  readonly moved: readonly MovedRecord[];
}

/** When to try again. */
export interface RateLimitedDetails {
  readonly retryAfterSeconds: number;
}

/** Which limit an operation exceeds. */
export interface TooComplexDetails {
  readonly limit: string;
  readonly size?: number;
  readonly allowed?: number;
}

/** What is known of a request that got no answer that could be read. */
export interface NoAnswerDetails {
  /** The HTTP status, where there was one. */
  readonly status?: number;
}

/** Every code an error can carry, and what `details` then holds. */
export interface ErrorDetails {
  UNAUTHENTICATED: Details;
  FORBIDDEN: Details;
  NOT_FOUND: FieldDetails;
  BAD_USER_INPUT: FieldDetails;
  CONFLICT: ConflictDetails;
  ALREADY_EXISTS: AlreadyExistsDetails;
  PLAN_STALE: PlanStaleDetails;
  QUERY_TOO_COMPLEX: TooComplexDetails;
  RATE_LIMITED: RateLimitedDetails;
  UNAVAILABLE: Details;
  /** The server gave up and rolled back. */
  TIMEOUT: Details;
  INTERNAL_SERVER_ERROR: Details;
  GRAPHQL_PARSE_FAILED: Details;
  GRAPHQL_VALIDATION_FAILED: Details;
  /** This client gave up waiting: whether the operation took effect is not known. */
  REQUEST_TIMEOUT: Details;
  /** No connection, or it broke: whether the operation took effect is not known. */
  NETWORK_ERROR: Details;
  /** The answer was none of GraphQL, such as a proxy's error page: whether the operation took effect is not known. */
  BAD_RESPONSE: NoAnswerDetails;
}

type Details = Readonly<Record<string, unknown>>;

/** The codes this version of the SDK knows; a newer server may have others. */
export type ErrorCode = keyof ErrorDetails;

/** What `details` of an error with this code holds. */
export type DetailsOf<TCode extends string> = TCode extends ErrorCode ? ErrorDetails[TCode] : Details;
