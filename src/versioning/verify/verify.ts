import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { isVersioned } from '../core/versioned.js';
import type { Violation } from './check.js';
import { historyChecks } from './history-checks.js';
import { relationChecks } from './relation-checks.js';

/** A requirement that does not hold, with the first records that break it. */
export interface Finding {
  readonly entityType: string;
  readonly requirement: string;
  readonly count: number;
  readonly first: readonly Violation[];
}

export interface VerifyProgress {
  readonly done: number;
  readonly of: number;
  readonly entityType: string;
}

const shown = 5;
const checks = [...historyChecks, ...relationChecks];

/**
 * Holds everything that is stored for one tenant against what it must be.
 *
 * @param em in a transaction of one snapshot (REPEATABLE READ), or writers at work look like damage
 * @param report told before each check
 */
export async function verify(em: SqlEntityManager, report?: (progress: VerifyProgress) => void): Promise<Finding[]> {
  const metas = ([...em.getMetadata()] as EntityMetadata[]).filter((meta) => isVersioned(meta.class));
  const findings: Finding[] = [];
  const of = metas.length * checks.length;
  let done = 0;
  for (const meta of metas) {
    for (const { requirement, violations } of checks) {
      report?.({ done: done++, of, entityType: meta.className });
      const query = violations(meta);
      if (!query) continue;
      const { rows } = await sql<Violation & { count: string }>`
        select id, version, count(*) over () as count from (${query}) violation order by id, version limit ${shown}`.execute(
        em.getKysely(),
      );
      if (rows.length === 0) continue;
      const first = rows.map(({ id, version }) => ({ id, version }));
      findings.push({ entityType: meta.className, requirement, count: Number(rows[0]!.count), first });
    }
  }
  report?.({ done, of, entityType: '' });
  return findings;
}
