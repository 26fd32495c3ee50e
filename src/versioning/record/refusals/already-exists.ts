import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { driverError } from '../../errors/driver-error.js';
import { SqlState } from '../../errors/sql-state.js';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { DomainError } from '../../errors/domain-error.js';
import type { PendingVersion } from '../recording/pending-version.js';
import type { Recording } from '../recording/recording.js';
import { KeyRows } from './key-rows.js';
import type { UniqueKey } from '../recording/unique-key.js';
import { violatedKey } from './unique-keys-of.js';
import { VersionedEntity } from '../../model/versioned-entity.js';
import { inTransaction } from '../../session/in-transaction.js';
import { query } from '../../session/query.js';

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
  const { meta } = suspects[0]!;
  return inTransaction(em.fork({ clear: true }), async (reader) => {
    const key = await violatedKey(reader, violation);
    const fields = key ? fieldsOf(meta, key) : [];
    if (!key || fields.length === 0) return undefined;
    const holder = await firstHolder(reader, meta, suspects, key);
    const names = fields.map(({ name }) => name);
    const message = `A ${meta.className} with this ${names.join(' and ')} already exists.`;
    // Where there is none, it has given the key up since, or was made by the transaction that failed: it was taken all the same.
    const conflicting = holder === undefined ? {} : { conflictingId: holder };
    const details = { entityType: meta.className, field: names[0]!, fields: names, ...conflicting };
    return new DomainError('ALREADY_EXISTS', message, details, { cause: error });
  });
}

/** What a key is made of, of what clients may set. */
function fieldsOf(meta: EntityMetadata, { columns }: UniqueKey): EntityField[] {
  const { fields } = modelOf(meta);
  return columns.flatMap((name) => fields.find(({ kind, column }) => kind !== 'links' && column === name) ?? []);
}

/** Who has the key of the first of the records whose key another has. */
async function firstHolder(
  em: SqlEntityManager,
  meta: EntityMetadata,
  suspects: readonly PendingVersion[],
  key: UniqueKey,
): Promise<string | undefined> {
  const rows = new KeyRows(meta, key);
  const columns = modelOf(meta).columns.filter(({ column }) => key.columns.includes(column));
  const wanted = suspects.map(({ record }) => {
    const values = record as unknown as Record<string, unknown>;
    return { id: record.id, values: columns.map((field) => [field, stored(values[field.property])] as const) };
  });
  const found = await query<{ id: string; holder: string }>(em)`
    select wanted.id, held.id as holder
    from ${rows.wanted(wanted, em.getPlatform())} wanted
    join ${rows.held} held on ${rows.same('held', 'wanted')} and held.id <> wanted.id`;
  const holders = new Map(found.map(({ id, holder }) => [id, holder]));
  return suspects.map(({ record }) => holders.get(record.id)).find((holder) => holder !== undefined);
}

/** A key may hold a reference: of that, the column has the id. */
function stored(value: unknown): unknown {
  return value instanceof VersionedEntity ? value.id : (value ?? null);
}
