import { Command } from 'commander';
import { seedDemo } from '../database/tenants/seed.js';
import { print } from './print.js';
import { withOrm } from './with-orm.js';

export function seedCommand(): Command {
  return new Command('seed')
    .description('fill in the demo: two organizations with users, posts and their history')
    .action(() =>
      withOrm(async ({ orm }) => {
        for (const { slug, name } of await seedDemo(orm)) {
          print(`Made the organization ${slug} (${name}).`);
        }
      }),
    );
}
