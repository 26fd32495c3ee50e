import type { Collection, EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { DomainError } from '../../errors/domain-error.js';
import { checkFieldValue, type FieldValues } from '../../model/field-value.js';
import { isRecordId } from '../../values/record-id.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';

/**
 * Assigns the values of fields to a record's properties. What can be refused, and what takes time, comes first: no record
 * is left half assigned.
 *
 * @throws DomainError BAD_USER_INPUT for a value that cannot be stored; NOT_FOUND for a malformed id
 */
export async function assign(
  em: SqlEntityManager,
  meta: EntityMetadata,
  record: VersionedEntity,
  values: FieldValues,
  check = checkFieldValue,
): Promise<void> {
  const given = modelOf(meta).fields.filter(({ name }) => values[name] !== undefined);
  for (const field of given) check(field, values[field.name]);
  const wanted: [EntityField, unknown][] = [];
  for (const field of given) wanted.push([field, await toProperty(em, field, values[field.name])]);
  const properties = record as unknown as Record<string, unknown>;
  for (const [{ kind, property }, value] of wanted) {
    if (kind !== 'links') properties[property] = value;
    else setLinks(properties[property] as Collection<VersionedEntity>, value as VersionedEntity[]);
  }
}

/** A field's value as its property holds it. */
async function toProperty(em: SqlEntityManager, field: EntityField, value: unknown): Promise<unknown> {
  const { kind, sensitive } = field;
  if (kind === 'links') return [...new Set((value ?? []) as string[])].map((id) => reference(em, field, id));
  if (value === null) return null;
  if (kind === 'reference') return reference(em, field, value as string);
  return sensitive?.store ? sensitive.store(value as string) : value;
}

function reference(em: SqlEntityManager, { name, target }: EntityField, id: string): VersionedEntity {
  if (!isRecordId(id)) {
    throw new DomainError('NOT_FOUND', `${name}: there is no such ${target!.className}.`, { field: name });
  }
  return em.getReference<VersionedEntity>(target!.class as VersionedClass, id);
}

function setLinks(links: Collection<VersionedEntity>, wanted: readonly VersionedEntity[]): void {
  const present = new Set<unknown>(links.getItems(false));
  if (present.size !== wanted.length || !wanted.every((target) => present.has(target))) links.set(wanted);
}
