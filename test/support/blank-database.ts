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
  const name = `blank_${randomBytes(4).toString('hex')}`;
  const [owner, application] = [`${name}_owner`, `${name}_app`];
  const cluster = inject('cluster');
  const url = (user?: string) => {
    const address = new URL(cluster.superuserUrl);
    if (user) [address.username, address.password] = [user, 'secret'];
    address.pathname = name;
    return address.href;
  };
  await asSuperuser(cluster.superuserUrl, async (client) => {
    await client.query(`create role ${escapeIdentifier(owner)} login ${powers} password 'secret'`);
    await client.query(`create database ${escapeIdentifier(name)} owner ${escapeIdentifier(owner)}`);
  });
  onTestFinished(() =>
    asSuperuser(cluster.superuserUrl, async (client) => {
      await client.query(`drop database ${escapeIdentifier(name)} with (force)`);
      await client.query(`drop role if exists ${escapeIdentifier(application)}, ${escapeIdentifier(owner)}`);
    }),
  );
  return { superuserUrl: url(), owner, ownerUrl: url(owner), application, applicationUrl: url(application) };
}
