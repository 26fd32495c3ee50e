import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { OwnClaims } from '../auth/claims.js';
import { credentialOf } from '../auth/credential.js';
import { Role } from '../auth/role.js';
import type { OrganizationRow } from '../database/tenants/organizations.js';
import { foldedText } from '../modules/user/folded-address.js';
import { tenantSession } from '../tenancy/tenant-session.js';
import { DomainError, inTransaction, isLiving, query } from '../versioning/index.js';

/** Whose token is asked for: a certain user, by email address or id, or the first user of a role. Both: she has it. */
export interface TokenRequest {
  readonly user?: string;
  readonly role?: Role;
}

/**
 * Finds for whom a token speaks. An organization that has no administrator yet speaks for itself as one, so that its
 * first users can be made.
 *
 * @throws {DomainError} NOT_FOUND where the organization has no such user; BAD_USER_INPUT where she has another role
 */
export async function tokenSubject(
  orm: MikroORM,
  organization: OrganizationRow,
  { user: asked, role }: TokenRequest,
): Promise<OwnClaims> {
  const em = orm.em.fork({ session: tenantSession(organization.id) });
  const isAsked =
    asked === undefined
      ? sql`role = ${role}`
      : isUuid(asked)
        ? sql`id = ${asked}`
        : sql`${sql.raw(foldedText('email'))} = (select ${sql.raw(foldedText('a.typed'))} from (select ${asked}::text as typed) a)`;
  const [user] = await inTransaction(
    em,
    (reader) => query<{ id: string; role: Role; credential: string }>(reader)`
      select id, role, palimpsest.credential(password_hash) as credential from "user"
      where ${isAsked} and ${isLiving()} order by created_at, id limit 1`,
  );
  if (user && asked !== undefined && role !== undefined && user.role !== role) {
    throw new DomainError('BAD_USER_INPUT', `The user ${asked} has the role ${user.role}, not ${role}.`);
  }
  if (!user && (asked !== undefined || role !== Role.ADMIN)) {
    throw new DomainError('NOT_FOUND', `There is no user ${asked ?? `of the role ${role}`} in ${organization.slug}.`);
  }
  return {
    userId: user?.id ?? organization.id,
    organizationId: organization.id,
    credential: user?.credential ?? credentialOf(null),
  };
}
