import { Command } from 'commander';
import { createOrganization } from '../database/tenants/organizations.js';
import { print } from './print.js';
import { withNewOrm } from './with-orm.js';

export function orgCommand(): Command {
  const create = new Command('create')
    .description('make an organization and print its id')
    .requiredOption('--slug <slug>', 'its short name: a-z, 0-9 and -')
    .requiredOption('--name <name>', 'its name for people')
    .action((options: { slug: string; name: string }) =>
      withNewOrm(async ({ orm }) => print((await createOrganization(orm, options)).id)),
    );
  return new Command('org').description('organizations, which are the tenants').addCommand(create);
}
