import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import type { DomainError } from '../../errors/domain-error.js';
import { isOwn } from '../../session/own-rows.js';
import { EachInstant } from '../instants/each-instant.js';
import { instantRefusal, notKept } from '../instants/instant-refusal.js';
import { type Instants, statementAt } from '../instants/statement-at.js';
import type { ReadStatement } from '../statements/read-statement.js';
import { type FoundInPast, lackingAmong, startOfTables } from './lacking-history.js';

/** Why some of the records that are asked for cannot be answered, or the lists of some parents, by their ids. */
export type HistoryGaps = ReadonlyMap<string, DomainError>;

/**
 * Tells where retention has removed what would be read below the snapshots of versions, each at the instant of its own.
 *
 * @param meta of the records that are found
 */
export function historyGaps(instants: Instants, meta: EntityMetadata, found: FoundInPast): ReadStatement<HistoryGaps> {
  const isMany = instants instanceof EachInstant;
  // Of many, it is the same for all: so it is looked for once.
  const start = startOfTables([meta.tableName], isMany ? EachInstant.firstOpen : undefined);
  return {
    statement: statementAt(
      isMany ? instants.where(mayLack(meta, found)) : instants,
      sql`
        select l.id, ${start}::text as from, transaction_timestamp()::text as until
        from (${lackingAmong(found)}) l`,
    ),
    decode: (rows) =>
      new Map(
        (rows as { id: string; from: string | null; until: string }[]).map(({ id, ...range }) => [
          id,
          instantRefusal('snapshot', `${notKept} of ${meta.className}`, range),
        ]),
      ),
  };
}

/** SQL: whether an instant need be looked at: where nothing has been removed, none need. */
function mayLack({ tableName }: EntityMetadata, found: FoundInPast): RawBuilder<unknown> {
  const whose = 'ids' in found ? sql`h.entity_id = asked.id` : sql`h.entity_type = ${tableName}`;
  return sql`exists (select from history_start h where ${isOwn('h')} and ${whose})`;
}
