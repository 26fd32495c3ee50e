import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Recording } from './recording.js';

/** Writes the change set of a recorded transaction, once, before the first thing that belongs to it. */
export async function writeChangeSet(em: SqlEntityManager, recording: Recording): Promise<void> {
  if (recording.xid !== undefined) return;
  const { actor, source, reason, requestId, operationName } = recording.context;
  const { rows } = await sql<{ xid: string }>`
    insert into change_set (id, actor_kind, actor_id, reason, request_id, operation_name, source)
    values (${recording.changeSetId}, ${actor.kind}, ${actor.id}, ${reason ?? null}, ${requestId ?? null},
      ${operationName ?? null}, ${source})
    returning xid::text`.execute(em.getKysely());
  recording.xid = rows[0]!.xid;
}
