import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { writeChangeSet } from './change-set-writer.js';
import type { FlushPlan } from '../recording/flush-plan.js';
import { modelOf } from '../../model/entity-model.js';
import { query } from '../../session/query.js';
import { withNext } from '../../session/pipelined.js';
import type { Recording } from '../recording/recording.js';
import { forWhom } from '../../session/own-rows.js';

/** More versions than this are waited for, so that the work can be ended while they are written. */
const mostPipelined = 100;

/**
 * Writes one version and one audit entry for each record that a flush has changed, made by the database from the rows as
 * they now stand. They go out with the next statement of the transaction, at the latest with its COMMIT; that as many are
 * written as records have changed, the database judges before.
 */
export async function writeHistory(em: SqlEntityManager, { changeSetId }: Recording, plan: FlushPlan): Promise<void> {
  for (const [table, versions] of plan.versions) {
    const write = () =>
      query(
        em,
      )`select palimpsest.record_versions(${table}, ${changeSetId}, ${JSON.stringify(versions)}, ${versions.length}, ${forWhom()})`;
    await (plan.size > mostPipelined ? write() : withNext(write));
  }
}

/**
 * Has the triggers record at once, in the recording's change set, what was changed past the recorder so far; else they
 * wait for the end of the transaction, and recorded changes of the same records would leave a gap.
 */
export async function recordPending(
  em: SqlEntityManager,
  recording: Recording,
  metas: readonly EntityMetadata[],
): Promise<void> {
  await writeChangeSet(em, recording);
  const triggers = new Set(
    metas.flatMap((meta) => [`${meta.tableName}_history`, ...modelOf(meta).links.map(({ table }) => `${table}_links`)]),
  );
  const names = sql.join([...triggers].map((name) => sql.id(name)));
  // First all changes come to wait for their versions, then they get them.
  for (const moment of ['immediate', 'deferred']) {
    await query(em)`set constraints ${names} ${sql.raw(moment)}`;
    await query(em)`set constraints pending_change_record ${sql.raw(moment)}`;
  }
}
