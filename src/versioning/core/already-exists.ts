import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fieldName, isFromOutside } from './entity-field.js';
import { driverError } from './driver-error.js';
import { DomainError } from './errors.js';
import type { PendingVersion, Recording } from './recording.js';
import { VersionedEntity } from './versioned-entity.js';

const uniqueViolation = '23505';

/** Whether PostgreSQL refused a write because a unique key is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return driverError(error)?.code === uniqueViolation;
}

/**
 * The named error for a taken unique key: which record and fields, and who has the key, as far as the caller may see it.
 * The failed transaction can no longer be asked, so this opens one of its own.
 */
export async function alreadyExists(
  error: unknown,
  em: SqlEntityManager,
  recording: Recording,
): Promise<DomainError | undefined> {
  const constraint = driverError(error)?.constraint;
  const suspects = recording.pending.flatMap((pending) => {
    const fields = uniqueFields(em, pending.meta, constraint);
    return fields ? [{ pending, fields }] : [];
  });
  for (const { pending, fields } of suspects) {
    const holder = await holderOf(em, pending, fields);
    if (holder !== undefined) return refusal(error, pending, fields, { conflictingId: holder });
  }
  // Its holder has given it up since, or was made by the transaction that failed: it was taken all the same.
  const [suspect] = suspects;
  return suspect && refusal(error, suspect.pending, suspect.fields);
}

function refusal(error: unknown, { meta }: PendingVersion, fields: readonly UniqueField[], holder = {}): DomainError {
  const names = fields.map((field) => field.name);
  const message = `A ${meta.className} with this ${names.join(' and ')} already exists.`;
  const details = { entityType: meta.className, field: names[0]!, fields: names, ...holder };
  return new DomainError('ALREADY_EXISTS', message, details, { cause: error });
}

interface UniqueField {
  readonly name: string;
  readonly property: string;
  readonly column: string;
}

function uniqueFields(em: SqlEntityManager, meta: EntityMetadata, constraint?: string): UniqueField[] | undefined {
  const naming = em.config.getNamingStrategy();
  for (const unique of meta.uniques) {
    const properties = [unique.properties ?? []].flat().map((name) => meta.properties[name as never]!);
    const columns = properties.map((property: EntityMetadata['props'][number]) => property.fieldNames[0]!);
    if (naming.indexName(meta.tableName, columns, 'unique') !== constraint) continue;
    return properties
      .filter((property: EntityMetadata['props'][number]) => !isFromOutside(property))
      .map((property: EntityMetadata['props'][number]) => ({
        name: fieldName(property),
        property: property.name,
        column: property.fieldNames[0]!,
      }));
  }
  return undefined;
}

/** A key may hold a reference: of that, the column has the id. */
function stored(value: unknown): unknown {
  return value instanceof VersionedEntity ? value.id : value;
}

async function holderOf(em: SqlEntityManager, { meta, record }: PendingVersion, fields: UniqueField[]) {
  const values = record as unknown as Record<string, unknown>;
  const matches = fields.map(({ property, column }) => sql`${sql.ref(column)} = ${stored(values[property])}`);
  return em.fork({ clear: true }).transactional(async (reader) => {
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(meta.tableName)}
      where ${sql.join(matches, sql` and `)} and deleted_at is null and id <> ${record.id}`.execute(
      (reader as SqlEntityManager).getKysely(),
    );
    return rows[0]?.id;
  });
}
