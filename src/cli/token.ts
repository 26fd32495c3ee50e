import { Command, Option } from 'commander';
import { Role } from '../auth/role.js';
import type { TokenOptions } from './run-token.js';

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
    .action(async (options: TokenOptions) => (await import('./run-token.js')).runToken(options));
}
