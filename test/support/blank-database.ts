import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { asSuperuser } from './cluster.js';

/** A database without any tables, with an owner of its own and the name of a role that does not exist yet. */
export interface BlankDatabase {
  readonly superuserUrl: string;
  readonly owner: string;
  readonly ownerUrl: string;
  readonly application: string;
  readonly applicationUrl: string;
}

/** @param powers of the owner, as in `create role` */
export async function blankDatabase(powers = 'createrole'): Promise<BlankDatabase> {
  const { database, drop } = await makeBlankDatabase(powers);
  onTestFinished(drop);
  return database;
}

/** One that outlives a test, and goes with its roles when it is dropped. */
export async function makeBlankDatabase(powers = 'createrole') {
  const name = `blank_${randomBytes(4).toString('hex')}`;
  const database = databaseOf(name, { owner: `${name}_owner`, application: `${name}_app` });
  const [owner, application] = [database.owner, database.application].map(escapeIdentifier);
  const { superuserUrl } = inject('cluster');
  await asSuperuser(superuserUrl, async (client) => {
    await client.query(`create role ${owner} login ${powers} password 'secret'`);
    await client.query(`create database ${escapeIdentifier(name)} owner ${owner}`);
  });
  const drop = () =>
    asSuperuser(superuserUrl, async (client) => {
      await client.query(`drop database ${escapeIdentifier(name)} with (force)`);
      await client.query(`drop role if exists ${application}, ${owner}`);
    });
  return { name, database, drop };
}

/** How to reach a database of that name as each of its roles. */
export function databaseOf(name: string, roles: Pick<BlankDatabase, 'owner' | 'application'>): BlankDatabase {
  const url = (user?: string) => {
    const address = new URL(inject('cluster').superuserUrl);
    if (user) [address.username, address.password] = [user, 'secret'];
    address.pathname = name;
    return address.href;
  };
  const { owner, application } = roles;
  return { superuserUrl: url(), owner, ownerUrl: url(owner), application, applicationUrl: url(application) };
}
