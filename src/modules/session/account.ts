import { raw } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { slugSession, tenantSession } from '../../tenancy/tenant-session.js';
import { inTransaction, RecordReader } from '../../versioning/index.js';
import { Organization } from '../organization/organization.entity.js';
import { foldedText } from '../user/folded-address.js';
import { User } from '../user/user.entity.js';

/** What was found under the names that somebody gave. */
export interface Account {
  readonly organization: Organization | null;
  readonly user: Pick<User, 'id' | 'passwordHash'> | null;
}

/** No organization has it; looking for a user in it takes as long as in any other. */
const noOrganization = '00000000-0000-0000-0000-000000000000';

/**
 * Looks for an account before a tenant is known: row level security first opens the one organization of that slug, then
 * that organization's users.
 *
 * @param slug of the organization
 * @param email in any form; the database compares, as it does for the key of accounts
 */
export async function findAccount(orm: MikroORM, slug: string, email: string): Promise<Account> {
  const organization = await orm.em
    .fork({ session: slugSession(slug) })
    .transactional((em) => em.findOne(Organization, { slug }));
  const user = await orm.em
    .fork({ session: tenantSession(organization?.id ?? noOrganization) })
    .transactional((em) =>
      em.findOne(
        User,
        { [raw((alias) => foldedText(`${alias}.email`))]: raw(foldedText('?::text'), [email]) },
        { fields: ['passwordHash'] },
      ),
    );
  return { organization, user };
}

/** The user as the API shows it; null where it has been deleted meanwhile. */
export async function readUser(orm: MikroORM, organizationId: string, id: string): Promise<User | null> {
  const em = orm.em.fork({ session: tenantSession(organizationId) });
  const found = await inTransaction(em, (reader) => new RecordReader(reader).byIds(User, [id]));
  return found.get(id) ?? null;
}
