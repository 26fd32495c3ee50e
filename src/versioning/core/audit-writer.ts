import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Actor } from './actor.js';

/** Something worth an audit entry that leaves no version: a sign-in, a refused access. */
export interface AuditEvent {
  /** `session.signIn`: the subject, then what was done. */
  readonly action: string;
  readonly actor: Actor | null;
  readonly requestId?: string | null;
}

/**
 * Writes an audit entry in a transaction of its own, so that it outlives what it tells of.
 *
 * @param em carries the session context: to whose log it belongs
 */
export async function appendAuditEntry(em: SqlEntityManager, { action, actor, requestId }: AuditEvent): Promise<void> {
  await em.fork({ clear: true }).transactional(async (writer) => {
    await sql`
      select palimpsest.record_event(${action}, ${actor?.kind ?? null}, ${actor?.id ?? null}, ${requestId ?? null})`.execute(
      (writer as SqlEntityManager).getKysely(),
    );
  });
}
