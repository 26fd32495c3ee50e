import { issueToken } from '../auth/token.js';
import type { Role } from '../auth/role.js';
import type { OrganizationRow } from '../database/organizations.js';
import type { RunningServer } from '../server.js';
import { tokenSubject } from './token-subject.js';

/** A token for an organization's first user of a role, from a server that issues its own. */
export async function roleToken(
  { orm, auth }: Pick<RunningServer, 'orm' | 'auth'>,
  organization: OrganizationRow,
  role: Role,
): Promise<string> {
  const userId = await tokenSubject(orm, organization, role);
  return (await issueToken(auth, { userId, organizationId: organization.id, role })).token;
}
