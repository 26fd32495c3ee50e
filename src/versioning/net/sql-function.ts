/**
 * A function of the database, which `migrate up` installs before the tables that use it. It stands in a file of its own,
 * `write-versions.sql` for `palimpsest.write_versions`: comments that say what it does, then one statement, in which
 * `tables.post` is the table post wherever the tables are. There is one of each name.
 *
 * Rows belong to somebody, whom the application that installs it knows: `owner_of(new)` is who that is, and `is_own(v, whom)`
 * that a row is somebody's. Whatever reads or changes rows says of whose, besides the policies: two walls, each of which holds
 * alone. Whom a function works for is of its row, or its last argument, for which the session answers where it is absent.
 *
 * What must write history whoever has changed a row has the rights of the owner (`security definer`), the search path of its
 * installation, which no caller can turn elsewhere, and the time zone in which snapshots are written. What compares rows
 * has besides all digits that tell one float from another. What makes snapshots of rows has all that shapes `to_jsonb`: the
 * output of floats, dates, intervals and bytea. So the same value is written in the same way, whatever a session has set.
 */
export interface SqlFunction {
  /** In the schema {@link functionSchema}: `write_versions`. */
  readonly name: string;
  /** What it does, for whoever calls it. */
  readonly documentation: string;
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
