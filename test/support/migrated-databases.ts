import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { withdrawCreationRights } from '../../src/database/roles/creation-rights.js';
import { boundApplicationRole } from '../../src/database/roles/roles.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { type BlankDatabase, databaseOf, makeBlankDatabase } from './blank-database.js';
import { asSuperuser, timeouts as lenient } from './cluster.js';

/**
 * Databases as `migrate up` leaves a blank one, for a file in which many tests begin with that: one is migrated, and each test has a
 * copy. Their two roles are the file's own. What a test makes of the application's role is taken back after it.
 *
 * @returns gives a copy, which goes with the test
 */
export function migratedDatabases(timeouts = lenient): () => Promise<BlankDatabase> {
  let original: Awaited<ReturnType<typeof makeBlankDatabase>>;
  beforeAll(async () => {
    original = await makeBlankDatabase();
    await migrateUp({ ...original.database, timeouts });
  });
  afterAll(() => original.drop());
  return async () => {
    const name = `copy_${randomBytes(4).toString('hex')}`;
    const database = databaseOf(name, original.database);
    const [copy, template, owner, role] = [name, original.name, database.owner, database.application].map(
      escapeIdentifier,
    );
    const { superuserUrl } = inject('cluster');
    await asSuperuser(superuserUrl, (client) =>
      client.query(`create database ${copy} template ${template} owner ${owner}`),
    );
    onTestFinished(() =>
      asSuperuser(superuserUrl, async (client) => {
        await client.query(`drop database ${copy} with (force)`);
        await client.query(
          `alter role ${role} inherit nosuperuser nobypassrls nocreaterole nocreatedb noreplication; alter role ${role} reset all`,
        );
      }),
    );
    // What is set or granted for one database is not copied with it.
    await asSuperuser(database.ownerUrl, async (client) => {
      await boundApplicationRole(client, database.applicationUrl, timeouts);
      await withdrawCreationRights(client, database.application);
    });
    return database;
  };
}
