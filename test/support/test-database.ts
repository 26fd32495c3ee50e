import type { EntityClass } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { inject } from 'vitest';
import { withdrawCreationRights } from '../../src/database/roles/creation-rights.js';
import { grantStatements } from '../../src/database/roles/grants.js';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { retentionStatements } from '../../src/database/installed/retention.js';
import { boundApplicationRole } from '../../src/database/roles/roles.js';
import { asSuperuser, timeouts, urlsOf } from './cluster.js';

/** A database of a test's own, migrated, empty. */
export interface TestDatabase {
  /** Sees everything, past all policies. */
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  /** As the server connects. */
  readonly applicationUrl: string;
  drop(): Promise<void>;
}

/** @param additionalEntities mapped besides the application's own; their tables are created */
export async function createTestDatabase(additionalEntities: EntityClass<object>[] = []): Promise<TestDatabase> {
  const cluster = inject('cluster');
  const database = await copyOf(cluster.template);
  const { ownerUrl, superuserUrl, applicationUrl } = database;
  if (additionalEntities.length > 0) await createTables(ownerUrl, cluster.application, additionalEntities);
  // What is set or granted for one database is not copied with it.
  await asSuperuser(superuserUrl, async (client) => {
    await boundApplicationRole(client, applicationUrl, timeouts);
    await withdrawCreationRights(client, cluster.application);
  });
  return database;
}

/** A database of a test's own without any tables. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return copyOf('template1');
}

async function copyOf(template: string): Promise<TestDatabase> {
  const cluster = inject('cluster');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(cluster.superuserUrl, (client) =>
    client.query(
      `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)} owner ${escapeIdentifier(cluster.owner)}`,
    ),
  );
  const drop = () =>
    asSuperuser(cluster.superuserUrl, async (client) => {
      await client.query(`drop database ${escapeIdentifier(name)} with (force)`);
    });
  return { ...urlsOf(cluster, name), drop };
}

async function createTables(ownerUrl: string, application: string, entities: EntityClass<object>[]): Promise<void> {
  const orm = await MikroORM.init(ormOptions({ url: ownerUrl, additionalEntities: entities }));
  try {
    const present = await orm.em.fork().execute<{ name: string }[]>('select tablename as name from pg_tables');
    const known = new Set(present.map((table) => table.name));
    const statements = (await orm.schema.getCreateSchemaSQL({ wrap: false })).split(/;\n/);
    const added = statements.filter((statement) => {
      const table = /(?:table|on) "(\w+)"/.exec(statement)?.[1];
      return table !== undefined && !known.has(table);
    });
    const grants = grantStatements(orm.getMetadata(), 'migration', application);
    await orm.em.getConnection().executeDump([...added, ...grants].join(';\n'));
    await asSuperuser(ownerUrl, (client) =>
      client.query([...retentionStatements(orm, {}), 'select palimpsest.know_shapes()'].join(';\n')),
    );
  } finally {
    await orm.close();
  }
}
