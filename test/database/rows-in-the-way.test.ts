import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { StartupError } from '../../src/database/errors/startup-error.js';
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

it('the migration that bounds columns to what the API can give names the rows in the way in one sentence, changes nothing, and goes on once they are changed', async () => {
  const { superuserUrl, ownerUrl, applicationUrl } = await blankDatabase();
  const migrate = () => migrateUp({ ownerUrl, applicationUrl, timeouts });
  const applied = await migrate();
  const readable = applied.find((name) => name.endsWith('_readable'))!;
  const organizations = [randomUUID(), randomUUID()];
  const posts = [randomUUID(), randomUUID()];
  await asSuperuser(superuserUrl, async (client) => {
    // As it was before that migration, and with rows of two organizations that it does not let pass.
    const { rows } = await client.query<{ table: string; name: string }>(
      `select conrelid::regclass::text as table, conname as name from pg_constraint where conname like '%\\_readable'`,
    );
    for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`);
    await client.query('delete from migration where name = $1', [readable]);
    for (const [n, id] of organizations.entries()) {
      await client.query('insert into organization (id, slug, name) values ($1, $2, $2)', [id, `o${n}`]);
      await client.query(
        `insert into post (id, tenant_id, title, slug, body, published_at) values ($1, $2, 't', $3, 'b', 'infinity')`,
        [posts[n], id, `p${n}`],
      );
    }
  });

  const failure = await migrate().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StartupError);
  expect((failure as StartupError).message).toBe(
    `2 rows hold in post.published_at what the API cannot give (ids ${posts.join(', ')}): change them so that "published_at" >= '0001-01-01 00:00:00+00' and "published_at" < '10000-01-01 00:00:00+00', then run \`palimpsest migrate up\` again.`,
  );
  await asSuperuser(superuserUrl, async (client) => {
    await client.query('update post set published_at = null');
  });
  expect(await migrate()).toEqual([readable]);
  await asSuperuser(superuserUrl, async (client) => {
    await expect(client.query(`update post set published_at = 'infinity'`)).rejects.toThrow(
      'post_published_at_readable',
    );
  });
});
