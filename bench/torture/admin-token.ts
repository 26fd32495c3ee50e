import { credentialOf } from '../../src/auth/credential.js';
import { Role } from '../../src/auth/role.js';
import { issueToken } from '../../src/auth/token.js';
import { createOrganization } from '../../src/database/tenants/organizations.js';
import { User } from '../../src/modules/user/user.entity.js';
import type { RunningServer } from '../../src/server.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../src/versioning/index.js';

/** Makes an organization without any records but its ADMIN, and a token of hers. */
export async function adminToken({ orm, auth }: Pick<RunningServer, 'orm' | 'auth'>, slug = 'bench'): Promise<string> {
  const organization = await createOrganization(orm, { slug, name: `The ${slug}` });
  const em = orm.em.fork({ session: tenantSession(organization.id) });
  const context = { actor: new Actor(ActorKind.SYSTEM, 'bench'), source: ChangeSource.CLI };
  const { id } = await recordChanges(em, context, (changes) =>
    changes.create(User, { email: `admin@${slug}.example`, displayName: 'Bench', role: Role.ADMIN }),
  );
  const claims = { userId: id, organizationId: organization.id, credential: credentialOf(null) };
  return (await issueToken(auth, claims)).token;
}
