import { PostgreSqlConnection, type SqlEntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import type { Role } from '../auth/role.js';
import { pipelined, type PipelinedAnswer, query, speakFor, spokenFor } from '../versioning/index.js';
import { beginSession, roleIn } from './begin-session.js';
import { tenantVariable } from './tenant-column.js';
import { claimVariables } from './tenant-session.js';

/** What the database has said of who works in a transaction; nothing before its first statement. */
interface Finding {
  readonly role?: Role;
  readonly refusal?: Error;
}

const findings = new WeakMap<object, Finding>();

/**
 * The role of whom the transaction of an entity manager works for. Where it has had no statement yet, what it opens with
 * is sent now; else the role came with the first one.
 *
 * @throws InvalidToken where the token counts no more; nothing that the transaction has read may be used
 */
export async function presentRole(em: SqlEntityManager): Promise<Role> {
  const found = findings.get(em.getTransactionContext() ?? {});
  if (found && !found.role && !found.refusal) await query(em)``;
  return knownRole(em);
}

/**
 * The same where a statement has been answered.
 *
 * @throws InvalidToken as {@link presentRole}
 * @throws Error outside of a transaction for somebody's claims, and before its first statement
 */
export function knownRole(em: SqlEntityManager): Role {
  const { role, refusal } = findings.get(em.getTransactionContext() ?? {}) ?? {};
  if (refusal) throw refusal;
  if (!role) throw new Error('Nobody is known to work in this transaction.');
  return role;
}

/** Why what a transaction opens with was refused, as it was told: the ORM makes errors of its own of those of statements. */
export function refusalOfSession(em: SqlEntityManager): Error | undefined {
  return findings.get(em.getTransactionContext() ?? {})?.refusal;
}

/** @param tenant for whom the statements of a transaction speak; they speak for nobody where it is none */
function speaking<T extends object>(transaction: T, tenant: unknown): T {
  if (typeof tenant === 'string') speakFor(transaction, tenant);
  return transaction;
}

const unheard: PipelinedAnswer = { answered: () => undefined, failed: () => undefined, opens: true };

/**
 * MikroORM's connection, but a transaction says for whom it works in the message of its first statement. A session for
 * somebody's claims begins with `palimpsest.begin_session` in place of `set_config`: the same statement that makes the
 * session work for the tenant says whether the token still counts, and where it does not, the first statement fails too.
 */
export class SessionConnection extends PostgreSqlConnection {
  override async begin(options: Parameters<PostgreSqlConnection['begin']>[0] = {}) {
    const { sessionContext, ...others } = options;
    const claims = sessionContext?.variables ?? {};
    if (options.ctx) return speaking(await super.begin(options), spokenFor(options.ctx));
    const tenant = claims[tenantVariable];
    if (claims[claimVariables.user] === undefined) {
      return speaking(await pipelined(unheard, () => super.begin(options)), tenant);
    }
    const transaction = speaking(await super.begin(others), tenant);
    findings.set(transaction, {});
    const opening: PipelinedAnswer = {
      answered: (rows) => void findings.set(transaction, { role: roleIn(rows[0]!) }),
      failed: (refusal) => void findings.set(transaction, { refusal }),
      opens: true,
      mayRefuse: true,
    };
    try {
      await pipelined(opening, () => this.beginSession(claims, transaction));
    } catch (error) {
      // Nobody else knows of it, and its connection would be in use for ever.
      await Promise.allSettled([this.rollback(transaction)]);
      throw error;
    }
    return transaction;
  }

  private async beginSession(
    claims: Record<string, unknown>,
    transaction: Awaited<ReturnType<PostgreSqlConnection['begin']>>,
  ): Promise<void> {
    const { text, values } = beginSession(claims);
    await transaction.executeQuery(CompiledQuery.raw(text, values));
  }
}
