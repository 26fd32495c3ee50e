import { type RawBuilder, sql } from 'kysely';
import { recordIdForm } from '../../values/record-id.js';
import type { RawRow } from '../statements/read-statement.js';

/**
 * SQL: what snapshots link to, with whatever tells them apart: rows of that (`owner`) and the ids (`target`). Whatever else
 * stands in an old snapshot is no link.
 *
 * @param snapshots SQL for rows of two columns: what tells them apart, and snapshots or what of them has the links
 * @param column of the links in them
 */
export function linkedIn(snapshots: RawBuilder<unknown>, column: string): RawBuilder<RawRow> {
  return sql`
    select s.owner, target::uuid as target from ${snapshots} s (owner, snapshot)
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(s.snapshot -> ${column}) when 'array' then s.snapshot -> ${column} end) target
    where target ~ ${recordIdForm}`;
}
