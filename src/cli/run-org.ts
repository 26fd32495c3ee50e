import { createOrganization } from '../database/tenants/organizations.js';
import { print } from './print.js';
import { withNewOrm } from './with-orm.js';

/** Makes an organization, and prints its id. */
export function runOrgCreate(options: { readonly slug: string; readonly name: string }): Promise<void> {
  return withNewOrm(async ({ orm }) => print((await createOrganization(orm, options)).id));
}
