import { randomUUID } from 'node:crypto';
import { Role } from '../../src/auth/role.js';
import { issueToken } from '../../src/auth/token.js';
import { createOrganization } from '../../src/database/organizations.js';
import type { RunningServer } from '../../src/server.js';

/** Makes an organization without any records, and a token of an ADMIN of it. */
export async function adminToken({ orm, auth }: Pick<RunningServer, 'orm' | 'auth'>, slug = 'bench'): Promise<string> {
  const organization = await createOrganization(orm, { slug, name: `The ${slug}` });
  const principal = { userId: randomUUID(), organizationId: organization.id, role: Role.ADMIN };
  return (await issueToken(auth, principal)).token;
}
