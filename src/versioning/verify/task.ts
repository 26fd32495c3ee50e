import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { auditChecks } from './audit-checks.js';
import type { Pass } from './check.js';
import type { Table } from './table.js';
import { recordCheck, retiredCheck } from './record-check.js';
import { relationChecks } from './relation-checks.js';
import type { RetiredTable } from './retired-table.js';
import { rowCheck } from './row-check.js';
import { sealChecks } from './seal-checks.js';
import { shapeCheck } from './shape-check.js';
import { versionCheck } from './version-check.js';
import { keysOf, readVersionShapes, type VersionShape } from './version-shape.js';

/** One pass of verification, to be made by one session. */
export interface Task {
  /** The table; absent where the pass says for each row which it is of. */
  readonly of?: string;
  /** What is found by one check, in several slices of records, is added up. */
  readonly check: string;
  readonly pass: Pass;
}

const smaller = [recordCheck, ...relationChecks];

/**
 * All that there is to do, the largest first, so that all sessions end at about the same time.
 *
 * @param retired tables of which there is history alone
 */
export async function planTasks(
  em: SqlEntityManager,
  metas: readonly EntityMetadata[],
  retired: readonly RetiredTable[],
  sessions: number,
): Promise<Task[]> {
  const present: Shaped<EntityMetadata>[] = [];
  for (const of of metas) present.push({ of, shapes: await readVersionShapes(em, of, keysOf(of)) });
  const former: Shaped<Table>[] = [];
  for (const of of retired) former.push({ of, shapes: await readVersionShapes(em, of, of) });
  const all = [...present, ...former];
  const task = ({ tableName }: Table, check: string, pass: Pass): Task => ({ of: tableName, check, pass });
  const slices = Array.from({ length: sessions }, (_, index) => ({ index, of: sessions }));
  const tables = all.map(({ of }) => of.tableName);
  return [
    ...all.flatMap(({ of, shapes }) =>
      shapes.flatMap((shape) => slices.map((slice) => task(of, 'versions', versionCheck(of, shape, slice)))),
    ),
    ...present.map(({ of, shapes }) => task(of, 'rows', rowCheck(of, shapes.at(-1)!))),
    ...all.map(({ of, shapes }) => task(of, 'shapes', shapeCheck(of, shapes))),
    ...[...auditChecks, ...sealChecks].map((check, n) => ({ check: `log ${n}`, pass: check(tables) })),
    ...metas.flatMap((meta) =>
      smaller.flatMap((check, n) => {
        const pass = check(meta);
        return pass ? [task(meta, `${n}`, pass)] : [];
      }),
    ),
    ...retired.map((table) => task(table, '0', retiredCheck(table))),
  ];
}

interface Shaped<Of> {
  readonly of: Of;
  readonly shapes: readonly VersionShape[];
}
