/** A function that `migrate up` installs, anew each time, before the tables that use it. */
export interface SqlFunction {
  /** What it is called, with its arguments' types: `write_versions(text, uuid, text[], jsonb)`. */
  readonly signature: string;
  /** The `create or replace function` statement. */
  readonly definition: string;
  /**
   * Who may call it directly, or make a trigger of it; everybody where absent. Triggers that are there call it whoever
   * changes a row: what writes as the owner is for the owner, or a temporary table would let anybody feed it.
   */
  readonly callers?: 'application' | 'owner';
}

/** The schema of all functions: apart from the tables, so that they are not mistaken for the application's own. */
export const functionSchema = 'palimpsest';

/**
 * What functions run with that must write history whoever has changed a row: the rights of the owner, the search path of
 * their installation, which no caller can turn elsewhere, and the time zone in which snapshots are written.
 */
export const asOwner = `security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off`;

/** With all digits that tell one float from another: fewer, and two rows may look alike. */
export const asComparer = `${asOwner} set extra_float_digits = 1`;

/**
 * What turns rows into snapshots runs with besides: whatever a session has set, the same value is written in the same way.
 * What shapes `to_jsonb` is the output of floats, intervals, bytea and ranges.
 */
export const asRecorder = `${asComparer} set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex'`;
