import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { ChangeSetColumns } from '../../read/history/change-set-columns.js';
import { query } from '../../session/query.js';
import { withNext } from '../../session/pipelined.js';
import type { Recording } from '../recording/recording.js';

const columns = new ChangeSetColumns();

/**
 * Writes the change set of a recorded transaction, once, with the first statement of what belongs to it. All that is
 * about to be changed must be locked: what a change set has seen is what there is when it is written.
 */
export async function writeChangeSet(em: SqlEntityManager, recording: Recording): Promise<void> {
  if (recording.hasChangeSet) return;
  recording.hasChangeSet = true;
  const { actor, source, reason, requestId, operationName } = recording.context;
  const write = () => query<Record<string, unknown>>(em)`
    insert into change_set (id, actor_kind, actor_id, reason, request_id, operation_name, source, undoes_id)
    values (${recording.changeSetId}, ${actor.kind}, ${actor.id}, ${reason ?? null}, ${requestId ?? null},
      ${operationName ?? null}, ${source}, ${recording.undoes ?? null})
    returning xid::text, ${columns.selectUnsealed('change_set')}`;
  await withNext(write, ([row]) => {
    if (!row) return;
    recording.xid = row['xid'] as string;
    recording.changeSet = columns.decodeUnsealed(row);
  });
}
