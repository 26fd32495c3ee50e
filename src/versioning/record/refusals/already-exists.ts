import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { driverError } from '../../errors/driver-error.js';
import { SqlState } from '../../errors/sql-state.js';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { DomainError } from '../../errors/domain-error.js';
import type { PendingVersion } from '../recording/pending-version.js';
import type { Recording } from '../recording/recording.js';
import { emptyRow } from '../../read/rows/empty-row.js';
import { type UniqueKey, violatedKey } from './unique-key.js';
import { VersionedEntity } from '../../model/versioned-entity.js';
import { inTransaction } from '../../session/in-transaction.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';

/** Whether PostgreSQL refused a write because a unique key is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return driverError(error)?.code === SqlState.uniqueViolation;
}

/**
 * The named error for a taken unique key: which record and fields, and who has the key, as far as the caller may see
 * it. The failed transaction can no longer be asked, so this opens one of its own.
 */
export async function alreadyExists(
  error: unknown,
  em: SqlEntityManager,
  { pending }: Recording,
): Promise<DomainError | undefined> {
  const violation = driverError(error)!;
  const suspects = pending.filter(({ meta }) => meta.tableName === violation.table);
  if (suspects.length === 0) return undefined;
  return inTransaction(em.fork({ clear: true }), async (reader) => {
    const key = await violatedKey(reader, violation);
    if (!key) return undefined;
    for (const suspect of suspects) {
      const holder = await holderOf(reader, suspect, key);
      if (holder !== undefined) return refusal(error, suspect, key, { conflictingId: holder });
    }
    // Its holder has given it up since, or was made by the transaction that failed: it was taken all the same.
    return refusal(error, suspects[0]!, key);
  });
}

function refusal(error: unknown, { meta }: PendingVersion, key: UniqueKey, holder = {}): DomainError | undefined {
  const { fields } = modelOf(meta);
  const names = columnsOf(meta, key).flatMap((column) => (fields.includes(column) ? column.name : []));
  if (names.length === 0) return undefined;
  const message = `A ${meta.className} with this ${names.join(' and ')} already exists.`;
  const details = { entityType: meta.className, field: names[0]!, fields: names, ...holder };
  return new DomainError('ALREADY_EXISTS', message, details, { cause: error });
}

function columnsOf(meta: EntityMetadata, { columns }: UniqueKey): EntityField[] {
  return columns.flatMap((name) => modelOf(meta).columns.find(({ column }) => column === name) ?? []);
}

/**
 * The key is made of the record's values by the database, as it makes that of a row: by expression, type and collation.
 */
async function holderOf(
  em: SqlEntityManager,
  { meta, record }: PendingVersion,
  key: UniqueKey,
): Promise<string | undefined> {
  const values = record as unknown as Record<string, unknown>;
  const platform = em.getPlatform();
  const wanted = columnsOf(meta, key).map(({ property, column, conversion }) => {
    const value = stored(values[property]) ?? null;
    return [column, conversion ? conversion.convertToDatabaseValue(value, platform) : value] as const;
  });
  // What is added from outside, as a tenant is, is the session's own, and in no record.
  const { outsideColumns } = modelOf(meta);
  const expressions = key.expressions.filter((expression) => !outsideColumns.includes(expression.replaceAll('"', '')));
  const terms = expressions.map((expression, n) => sql`${sql.raw(expression)} as ${sql.id(`$${n}`)}`);
  const table = sql.table(meta.tableName);
  const rows = await query<{ id: string }>(em)`
    select held.id
    from (
      select id, ${sql.join(terms)} from ${table} t where ${isOwn('t')} and (${sql.raw(key.condition ?? 'true')})) held
    join (
      select ${sql.join(terms)}
      from jsonb_populate_record(${emptyRow(meta)}, ${JSON.stringify(Object.fromEntries(wanted))}::jsonb)) wanted
      on ${sql.join(
        expressions.map((_, n) => sql`${sql.ref(`held.$${n}`)} = ${sql.ref(`wanted.$${n}`)}`),
        sql` and `,
      )}
    where held.id <> ${record.id} limit 1`;
  return rows[0]?.id;
}

/** A key may hold a reference: of that, the column has the id. */
function stored(value: unknown): unknown {
  return value instanceof VersionedEntity ? value.id : value;
}
