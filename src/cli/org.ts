import { Command } from 'commander';

export function orgCommand(): Command {
  const create = new Command('create')
    .description('make an organization and print its id')
    .requiredOption('--slug <slug>', 'its short name: a-z, 0-9 and -')
    .requiredOption('--name <name>', 'its name for people')
    .action(async (options: { slug: string; name: string }) => (await import('./run-org.js')).runOrgCreate(options));
  return new Command('org').description('organizations, which are the tenants').addCommand(create);
}
