import type { MikroORM } from '@mikro-orm/postgresql';
import type { Client } from 'pg';
import { retentionPolicies, type RetentionPolicy, type RetentionSettings } from '../versioning/index.js';
import { StartupError } from './startup-error.js';

/**
 * Tells the database how long what is gone is kept. As the owner: the server itself may not change its limits.
 *
 * @param settings override what the entities declare; undefined: what is in force stays, and what is new is as declared
 */
export async function writeRetention(
  client: Client,
  orm: MikroORM,
  settings: RetentionSettings | undefined,
): Promise<void> {
  const policies = retentionPolicies(orm.getMetadata(), settings);
  await client.query('begin');
  await client.query('delete from retention_policy where entity_type <> all ($1)', [
    policies.map(({ entityType }) => entityType),
  ]);
  await client.query(
    `insert into retention_policy (entity_type, trash_days, history_days, history_versions, owners)
     select "entityType", "trashDays", "historyDays", "historyVersions", owners
     from jsonb_to_recordset($1) as p
       ("entityType" text, "trashDays" int, "historyDays" int, "historyVersions" int, owners jsonb)
     on conflict (entity_type) do update set owners = excluded.owners,
       trash_days = case when $2 then excluded.trash_days else retention_policy.trash_days end,
       history_days = case when $2 then excluded.history_days else retention_policy.history_days end,
       history_versions = case when $2 then excluded.history_versions else retention_policy.history_versions end`,
    [JSON.stringify(policies), settings !== undefined],
  );
  await client.query('commit');
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

function limits({ trashDays, historyDays, historyVersions }: RetentionPolicy): string {
  return JSON.stringify([trashDays, historyDays, historyVersions]);
}
