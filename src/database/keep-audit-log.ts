import type { MikroORM } from '@mikro-orm/postgresql';

/** Makes the coming months of the audit log. @returns how many were missing */
export async function addAuditMonths(orm: MikroORM): Promise<number> {
  const made = await orm.em.getConnection().execute<object[]>('select palimpsest.add_audit_partitions()');
  return made.length;
}

/** Drops the months of the audit log that are kept no longer, but for those under a legal hold. @returns how many */
export async function dropExpiredAuditMonths(orm: MikroORM): Promise<number> {
  return orm.em.fork().transactional(async (em) => {
    // A large month takes longer than a request may.
    await em.execute('set local statement_timeout = 0');
    const dropped = await em.execute<object[]>('select from palimpsest.drop_expired_audit_partitions() where not held');
    return dropped.length;
  });
}
