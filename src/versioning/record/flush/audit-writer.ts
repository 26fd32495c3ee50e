import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../model/actor.js';
import { inTransaction } from '../../session/in-transaction.js';
import { query } from '../../session/query.js';

/** Something worth an audit entry that leaves no version: a sign-in, a refused access. */
export interface AuditEvent {
  /** `session.signIn`: the subject, then what was done. */
  readonly action: string;
  readonly actor: Actor | null;
  readonly requestId?: string | null;
  /** What it was about, where it was about a record. */
  readonly record?: { readonly table: string; readonly id: string };
}

/**
 * Writes an audit entry in a transaction of its own, so that it outlives what it tells of.
 *
 * @param em carries the session context: to whose log it belongs
 */
export async function appendAuditEntry(
  em: SqlEntityManager,
  { action, actor, requestId, record }: AuditEvent,
): Promise<void> {
  const event = {
    action,
    actor_kind: actor?.kind,
    actor_id: actor?.id,
    request_id: requestId,
    entity_type: record?.table,
    entity_id: record?.id,
  };
  await inTransaction(
    em.fork({ clear: true }),
    (writer) => query(writer)`select palimpsest.record_event(${JSON.stringify(event)}::jsonb)`,
  );
}
