import { Command } from 'commander';
import { seedDemo } from '../database/tenants/seed.js';
import { print } from './print.js';
import { withNewOrm } from './with-orm.js';

export function seedCommand(): Command {
  return new Command('seed')
    .description('fill in the demo: two organizations with users, posts and their history')
    .action(() =>
      withNewOrm(async ({ orm }) => {
        for (const { slug, name } of await seedDemo(orm)) {
          print(`Made the organization ${slug} (${name}).`);
        }
      }),
    );
}
