import { superuser } from './cluster.js';
import type { Credentials } from './credentials.js';
import { localhost } from './postmaster.js';
import { embeddedNames } from './provision.js';

/** How to reach an embedded PostgreSQL, as each of its three roles. The URLs hold passwords. */
export interface EmbeddedAddress {
  /** As the superuser, on the cluster's own database: for provisioning. */
  readonly superuserUrl: string;
  /** As the superuser, on Palimpsest's database: for what no tenant may see. */
  readonly adminUrl: string;
  /** As the owner of the tables: for migrations. */
  readonly ownerUrl: string;
  /** As the role that owns nothing: for everything else. */
  readonly applicationUrl: string;
}

export function embeddedAddress(port: number, credentials: Credentials): EmbeddedAddress {
  const url = (user: string, password: string, database: string) =>
    `postgresql://${user}:${password}@${localhost}:${port}/${database}`;
  const { owner, application, database } = embeddedNames;
  return {
    superuserUrl: url(superuser, credentials.superuser, 'postgres'),
    adminUrl: url(superuser, credentials.superuser, database),
    ownerUrl: url(owner, credentials.owner, database),
    applicationUrl: url(application, credentials.application, database),
  };
}
