import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { isVersioned } from '../core/versioned.js';
import { auditChecks } from './audit-checks.js';
import type { Pass, Violation } from './check.js';
import { recordCheck } from './record-check.js';
import { relationChecks } from './relation-checks.js';
import { rowCheck } from './row-check.js';
import { versionCheck } from './version-check.js';

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
const checks = [recordCheck, versionCheck, rowCheck, ...auditChecks, ...relationChecks];

/**
 * For whole tables against each other: joins that hash, whatever the statistics say, in memory that is worth it, and by
 * several processes where they are free. Next to nothing is found, so that what workers hand over costs nothing.
 */
const planning = {
  enable_nestloop: 'off',
  work_mem: '64MB',
  jit: 'off',
  parallel_tuple_cost: '0',
};

/**
 * Holds everything that is stored for one tenant against what it must be.
 *
 * @param em in a transaction of one snapshot (REPEATABLE READ), or writers at work look like damage; the settings of the
 *   planner are changed for the rest of it
 * @param report told before each check
 */
export async function verify(em: SqlEntityManager, report?: (progress: VerifyProgress) => void): Promise<Finding[]> {
  const metas = ([...em.getMetadata()] as EntityMetadata[]).filter((meta) => isVersioned(meta.class));
  for (const [name, value] of Object.entries(planning)) {
    await sql`select set_config(${name}, ${value}, true)`.execute(em.getKysely());
  }
  const findings: Finding[] = [];
  const of = metas.length * checks.length;
  let done = 0;
  for (const meta of metas) {
    const found: Breach[] = [];
    for (const check of checks) {
      report?.({ done: done++, of, entityType: meta.className });
      const pass = check(meta);
      if (pass) found.push(...(await breachesOf(em, pass)));
    }
    findings.push(...asFindings(meta.className, found));
  }
  report?.({ done, of, entityType: '' });
  return findings;
}

interface Breach extends Violation {
  readonly requirement: string;
  readonly count: string;
}

async function breachesOf(em: SqlEntityManager, { rows, id, version, breaches }: Pass): Promise<Breach[]> {
  const conditions = Object.values(breaches);
  const broken = Object.entries(breaches).map(
    ([requirement, condition]) => sql`case when ${condition} then ${requirement}::text end`,
  );
  const found = await sql<Breach>`
    select requirement, id, version, count from (
      select *, count(*) over (partition by requirement) as count,
        row_number() over (partition by requirement order by id, version) as place
      from (
        select ${id} as id, ${version} as version, unnest(array_remove(array[${sql.join(broken)}], null)) as requirement
        from ${rows} where ${sql.join(
          conditions.map((condition) => sql`(${condition})`),
          sql` or `,
        )}
      ) breach
    ) ranked where place <= ${shown} order by requirement, place`.execute(em.getKysely());
  return found.rows;
}

/** One for each requirement, of which two checks may each have found a part. */
function asFindings(entityType: string, breaches: readonly Breach[]): Finding[] {
  return [...Map.groupBy(breaches, ({ requirement }) => requirement)].map(([requirement, found]) => {
    const first = new Map(found.map(({ id, version }) => [`${id} ${version}`, { id, version }]));
    return {
      entityType,
      requirement,
      count: Math.max(...found.map(({ count }) => Number(count))),
      first: [...first.values()].slice(0, shown),
    };
  });
}
