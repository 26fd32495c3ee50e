import type { MikroORM } from '@mikro-orm/postgresql';
import { escapeLiteral } from 'pg';
import { retentionPolicies, type RetentionPolicy, type RetentionSettings } from '../../versioning/index.js';
import { StartupError } from '../errors/startup-error.js';

/**
 * SQL: tells the database how long what is gone is kept. To be run as the owner in one transaction: the server itself
 * may not change its limits.
 *
 * @param settings override what the entities declare; undefined: what is in force stays, and what is new is as declared
 */
export function retentionStatements(orm: MikroORM, settings: RetentionSettings | undefined): string[] {
  const policies = retentionPolicies(orm.getMetadata(), settings);
  const known = policies.map(({ entityType }) => escapeLiteral(entityType));
  return [
    `delete from retention_policy where entity_type <> all (array[${known.join(', ')}]::text[])`,
    `insert into retention_policy (entity_type, trash_days, history_days, history_versions, owners)
     select "entityType", "trashDays", "historyDays", "historyVersions", owners
     from jsonb_to_recordset(${escapeLiteral(JSON.stringify(policies))}) as p
       ("entityType" text, "trashDays" int, "historyDays" int, "historyVersions" int, owners jsonb)
     on conflict (entity_type) do update set owners = excluded.owners${settings === undefined ? '' : newLimits}`,
  ];
}

/** @throws {StartupError} where the database keeps what is gone for another time than the settings say */
export async function checkRetentionOf(orm: MikroORM, settings: RetentionSettings): Promise<void> {
  const stored = await orm.em.getConnection().execute<RetentionPolicy[]>(
    `select entity_type as "entityType", trash_days as "trashDays", history_days as "historyDays",
       history_versions as "historyVersions" from retention_policy`,
  );
  const inForce = new Map(stored.map((policy) => [policy.entityType, limits(policy)]));
  const other = retentionPolicies(orm.getMetadata(), settings).find(
    (policy) => inForce.get(policy.entityType) !== limits(policy),
  );
  if (other) {
    throw new StartupError(
      `The database keeps ${other.entityType} for another time than the settings say; ` +
        'run `palimpsest migrate up` with the same RETENTION.',
    );
  }
}

const newLimits = ['trash_days', 'history_days', 'history_versions']
  .map((limit) => `, ${limit} = excluded.${limit}`)
  .join('');

function limits({ trashDays, historyDays, historyVersions }: RetentionPolicy): string {
  return JSON.stringify([trashDays, historyDays, historyVersions]);
}
