import { Command } from 'commander';

export function seedCommand(): Command {
  return new Command('seed')
    .description('fill in the demo: two organizations with users, posts and their history')
    .action(async () => (await import('./run-seed.js')).runSeed());
}
