import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { migrateUp } from '../../src/database/migrate.js';
import { StartupError } from '../../src/database/startup-error.js';
import { blankDatabase } from '../support/blank-database.js';
import { asSuperuser } from '../support/cluster.js';

const timeouts = { statementMs: 1234, transactionMs: 4321, lockMs: 567, idleMs: 8901 };

describe('A migration that bounds columns to what the API can give', () => {
  it('names the rows in the way in one sentence, changes nothing, and goes on once they are changed', async () => {
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
});
