import { issueToken } from '../auth/token.js';
import type { Role } from '../auth/role.js';
import type { OrganizationRow } from '../database/tenants/organizations.js';
import type { RunningServer } from '../server.js';
import { DomainError } from '../versioning/index.js';
import { tokenSubject } from './token-subject.js';

/**
 * A token for an organization's first user of a role, from a server that issues its own; undefined where nobody has it.
 */
export async function roleToken(
  { orm, auth }: Pick<RunningServer, 'orm' | 'auth'>,
  organization: OrganizationRow,
  role: Role,
): Promise<string | undefined> {
  try {
    return (await issueToken(auth, await tokenSubject(orm, organization, { role }))).token;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
