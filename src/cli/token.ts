import { Command, Option } from 'commander';
import { Role } from '../auth/role.js';
import { issueToken } from '../auth/token.js';
import { ConfigError } from '../config.js';
import { findOrganization } from '../database/tenants/organizations.js';
import { authOf } from '../server.js';
import { print } from './print.js';
import { tokenSubject } from './token-subject.js';
import { withOrm } from './with-orm.js';

interface Options {
  org: string;
  role?: Role;
  user?: string;
}

export function tokenCommand(): Command {
  return new Command('token')
    .description('issue a bearer token for a user, valid for 8 hours, and print it alone')
    .requiredOption('--org <slug>', 'the organization it is for')
    .addOption(
      new Option('--role <role>', 'for the first user of the role; this or --user is required').choices(
        Object.values(Role),
      ),
    )
    .option('--user <email or id>', 'for this user; this or --role is required')
    .action(({ org, role, user }: Options) =>
      withOrm(async ({ config, orm }) => {
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
      }),
    );
}
