import { PostgreSqlConnection, type SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { InvalidToken } from '../auth/invalid-token.js';
import type { Role } from '../auth/role.js';
import { tenantVariable } from './tenant-column.js';
import { claimVariables } from './tenant-session.js';

const roles = new WeakMap<object, Role>();

/**
 * The role that the database found when it began the transaction of an entity manager.
 *
 * @throws Error outside of a transaction for somebody's claims
 */
export function presentRole(em: SqlEntityManager): Role {
  const role = roles.get(em.getTransactionContext() ?? {});
  if (!role) throw new Error('Nobody is known to work in this transaction.');
  return role;
}

/**
 * MikroORM's connection, but a session for somebody's claims begins with `palimpsest.begin_session` in place of
 * `set_config`: the same statement that makes the session work for the tenant says whether the token still counts.
 */
export class SessionConnection extends PostgreSqlConnection {
  /** @throws InvalidToken where the token counts no more; nothing has been read or locked but what says so */
  override async begin(options: Parameters<PostgreSqlConnection['begin']>[0] = {}) {
    const { sessionContext, ...others } = options;
    const claims = sessionContext?.variables ?? {};
    if (options.ctx || claims[claimVariables.user] === undefined) return super.begin(options);
    const transaction = await super.begin(others);
    try {
      const role = await this.beginSession(claims, transaction);
      if (!role) throw new InvalidToken('its user or password is no longer the same; sign in again');
      roles.set(transaction, role);
      return transaction;
    } catch (error) {
      await Promise.allSettled([this.rollback(transaction)]);
      throw error;
    }
  }

  private async beginSession(
    claims: Record<string, unknown>,
    transaction: Awaited<ReturnType<PostgreSqlConnection['begin']>>,
  ): Promise<Role | null> {
    const { user, credential, role, changes } = claimVariables;
    const [tenant, subject, word, given, named] = [tenantVariable, user, credential, role, changes].map(
      (name) => claims[name] ?? null,
    );
    const { rows } = await sql<{ present: Role | null }>`
      select palimpsest.begin_session(${tenant}, ${subject}, ${word}, ${given}, string_to_array(${named}, ',')::uuid[]) as present`.execute(
      transaction,
    );
    return rows[0]!.present;
  }
}
