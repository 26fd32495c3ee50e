import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { migrateUp } from '../../src/database/migrate.js';
import { StartupError } from '../../src/database/startup-error.js';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';

it('the migration that lets an address be of one account names those that are of several, and goes on without them', async () => {
  const { superuserUrl, ownerUrl, applicationUrl } = await blankDatabase();
  const migrate = () => migrateUp({ ownerUrl, applicationUrl, timeouts });
  const accounts = (await migrate()).find((name) => name.endsWith('_accounts'))!;
  const organization = randomUUID();
  const users = [randomUUID(), randomUUID(), randomUUID()];
  const addresses = ['Ada@acme.example', 'ada@ACME.example', 'emil@acme.example'];
  await asSuperuser(superuserUrl, async (client) => {
    // As it was before that migration.
    await client.query('drop index user_address_unique');
    await client.query(
      'create unique index user_tenant_id_email_unique on "user" (tenant_id, email) where (deleted_at is null)',
    );
    await client.query('delete from migration where name = $1', [accounts]);
    await client.query(`insert into organization (id, slug, name) values ($1, 'acme', 'Acme')`, [organization]);
    for (const [n, id] of users.entries()) {
      await client.query(
        `insert into "user" (id, tenant_id, email, display_name, role) values ($1, $2, $3, 'x', 'EDITOR')`,
        [id, organization, addresses[n]],
      );
    }
  });
  const failure = await migrate().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StartupError);
  expect((failure as StartupError).message).toBe(
    `Accounts of one organization have addresses that are the same but for case or Unicode form: Ada@acme.example (${users[0]}) and ada@ACME.example (${users[1]}); delete all but one of each or give them other addresses, then run \`palimpsest migrate up\` again.`,
  );
  await asSuperuser(superuserUrl, async (client) => {
    await client.query(`update "user" set email = 'ada.too@acme.example' where id = $1`, [users[1]]);
  });
  expect(await migrate()).toEqual([accounts]);
});
