import { IsolationLevel } from '@mikro-orm/core';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { inTransaction, withBounds } from '../../versioning/index.js';
import { liftTimeouts } from '../tenants/lift-timeouts.js';

/** Makes the coming months of the audit log. @returns how many were missing */
export async function addAuditMonths(orm: MikroORM): Promise<number> {
  const made = await orm.em.getConnection().execute<object[]>('select palimpsest.add_audit_partitions()');
  return made.length;
}

/** Drops the months of the audit log that are kept no longer, but for those under a legal hold. @returns how many */
export async function dropExpiredAuditMonths(orm: MikroORM): Promise<number> {
  const drop = async (em: SqlEntityManager) => {
    // A large month takes longer than a request may.
    await liftTimeouts(em);
    const dropped = await em.execute<object[]>('select from palimpsest.drop_expired_audit_partitions() where not held');
    return dropped.length;
  };
  return withBounds({ asLongAsItTakes: true }, () =>
    inTransaction(orm.em.fork(), drop, { isolationLevel: IsolationLevel.READ_COMMITTED }),
  );
}
