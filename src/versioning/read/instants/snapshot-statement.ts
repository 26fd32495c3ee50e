import { sql } from 'kysely';
import { canonicalTimestamp } from '../../values/timestamp.js';
import type { ReadStatement } from '../statements/read-statement.js';
import { forWhom } from '../../session/own-rows.js';

/** What a query sees, as others can ask for it. */
export interface SeenSnapshot {
  readonly token: string;
  /** When it began to read. */
  readonly at: string;
}

/** Tells what itself and all that is read in the same snapshot see. */
export function snapshotStatement(): ReadStatement<SeenSnapshot> {
  return {
    statement: sql`select palimpsest.snapshot_token(${forWhom()}) as token, transaction_timestamp()::text as at`,
    decode: ([row]) => ({ token: row!['token'] as string, at: canonicalTimestamp(row!['at'] as string) }),
  };
}
