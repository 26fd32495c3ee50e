import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { Organization } from '../../modules/organization/organization.entity.js';
import { slugSession, tenantSession } from '../../tenancy/tenant-session.js';
import { DomainError } from '../../versioning/index.js';
import type { EmbeddedAddress } from '../embedded/address.js';
import { withClient } from '../client/with-client.js';

export type OrganizationRow = Pick<Organization, 'id' | 'slug' | 'name'>;

const slugForm = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const nameForm = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

/**
 * Makes a tenant.
 *
 * @param id given only where rows of the tenant are there before itself
 * @throws {DomainError} BAD_USER_INPUT for a slug or name that is malformed; ALREADY_EXISTS for a slug that is taken
 */
export async function createOrganization(
  orm: MikroORM,
  { slug, name, id = uuidv7() }: { slug: string; name: string; id?: string },
): Promise<OrganizationRow> {
  if (!slugForm.test(slug)) {
    throw new DomainError('BAD_USER_INPUT', 'The slug must be 1 to 63 of a-z, 0-9 and -, with no - at its ends.');
  }
  if (!nameForm.test(name.trim())) {
    throw new DomainError('BAD_USER_INPUT', 'The name must have 1 to 255 characters, without control characters.');
  }
  const organization = { id, slug, name: name.trim() };
  const em = orm.em.fork({ session: tenantSession(id) });
  try {
    await em.transactional((transaction) => transaction.insert(Organization, organization));
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) {
      throw new DomainError('ALREADY_EXISTS', `There already is an organization ${slug}.`, {}, { cause: error });
    }
    throw error;
  }
  return organization;
}

/** @throws {DomainError} NOT_FOUND where no organization has this slug */
export async function findOrganization(orm: MikroORM, slug: string): Promise<OrganizationRow> {
  const em = orm.em.fork({ session: slugSession(slug) });
  const organization = await em.transactional((transaction) => transaction.findOne(Organization, { slug }));
  if (!organization) {
    throw new DomainError('NOT_FOUND', `There is no organization ${slug}.`);
  }
  return organization;
}

/** All tenants of the embedded database, which only its superuser can see together. */
export function listOrganizations(embedded: EmbeddedAddress): Promise<OrganizationRow[]> {
  return withClient(embedded.adminUrl, 'DATABASE_URL', async (client) => {
    const { rows } = await client.query<OrganizationRow>('select id, slug, name from organization order by slug');
    return rows;
  });
}
