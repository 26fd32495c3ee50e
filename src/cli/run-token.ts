import type { Role } from '../auth/role.js';
import { issueToken } from '../auth/token.js';
import { authOf } from '../auth-of.js';
import { ConfigError } from '../config.js';
import { findOrganization } from '../database/tenants/organizations.js';
import { print } from './print.js';
import { tokenSubject } from './token-subject.js';
import { withOrm } from './with-orm.js';

/** For whom a token is asked. */
export interface TokenOptions {
  readonly org: string;
  readonly role?: Role;
  readonly user?: string;
}

/** Issues a bearer token, and prints it alone. */
export function runToken({ org, role, user }: TokenOptions): Promise<void> {
  return withOrm(async ({ config, orm }) => {
    if (role === undefined && user === undefined) {
      throw new ConfigError('--role or --user is missing; one of them says for whom the token is.');
    }
    const auth = await authOf(config);
    if (auth.secret === undefined) {
      throw new ConfigError('Tokens can only be issued with AUTH_JWT_SECRET; AUTH_JWKS_URL has its own issuer.');
    }
    const organization = await findOrganization(orm, org);
    const claims = await tokenSubject(orm, organization, { ...(role && { role }), ...(user && { user }) });
    print((await issueToken(auth, claims)).token);
  });
}
