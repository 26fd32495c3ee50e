import type { MikroORM } from '@mikro-orm/postgresql';
import { validate as isUuid } from 'uuid';
import type { Role } from '../auth/role.js';
import type { OrganizationRow } from '../database/organizations.js';
import { User } from '../modules/user/user.entity.js';
import { tenantSession } from '../tenancy/tenant-session.js';
import { DomainError } from '../versioning/index.js';

/**
 * Finds for whom a token speaks: the user that is asked for, or the organization's first user of the role. Where it has
 * none yet, the organization speaks for itself, so that its first users can be made.
 *
 * @param asked an email address or an id
 * @throws {DomainError} NOT_FOUND where the user that is asked for is not in the organization
 */
export async function tokenSubject(
  orm: MikroORM,
  organization: OrganizationRow,
  role: Role,
  asked?: string,
): Promise<string> {
  const em = orm.em.fork({ session: tenantSession(organization.id) });
  const where = asked === undefined ? { role } : isUuid(asked) ? { id: asked } : { email: asked };
  const [user] = await em.transactional((transaction) =>
    transaction.find(User, where, { orderBy: { createdAt: 'asc', id: 'asc' }, limit: 1, fields: ['id'] }),
  );
  if (!user && asked !== undefined) {
    throw new DomainError('NOT_FOUND', `There is no user ${asked} in the organization ${organization.slug}.`);
  }
  return user?.id ?? organization.id;
}
