import { seedDemo } from '../database/tenants/seed.js';
import { print } from './print.js';
import { withNewOrm } from './with-orm.js';

/** Fills in the demo. */
export function runSeed(): Promise<void> {
  return withNewOrm(async ({ orm }) => {
    for (const { slug, name } of await seedDemo(orm)) {
      print(`Made the organization ${slug} (${name}).`);
    }
  });
}
