import type { Breach } from './breach.js';
import type { Violation } from './check.js';

/** A requirement that does not hold, with the first records that break it. */
export interface Finding {
  readonly entityType: string;
  readonly requirement: string;
  readonly count: number;
  readonly first: readonly Violation[];
}

/** One for each requirement: what slices have found of it is added up, what two checks have found is the same. */
export function asFindings(entityType: string, breaches: readonly Breach[], mostNamed: number): Finding[] {
  return [...Map.groupBy(breaches, ({ requirement }) => requirement)].map(([requirement, found]) => {
    const records = [...Map.groupBy(found, ({ id, version }) => `${id} ${version}`).values()].map(asViolation);
    const counts = [...Map.groupBy(found, ({ task }) => task.check).values()].map(countOf);
    return {
      entityType,
      requirement,
      count: Math.max(...counts),
      first: records.toSorted(byIdAndVersion).slice(0, mostNamed),
    };
  });
}

/** What was found of one record, which may be several columns. */
function asViolation(found: readonly Breach[]): Violation {
  const { id, version } = found[0]!;
  const columns = [...new Set(found.flatMap((breach) => breach.columns ?? []))];
  return { id, version, ...(columns.length > 0 && { columns }) };
}

/** Each row found says how many there are in its slice. */
function countOf(found: readonly Breach[]): number {
  const slices = new Map(found.map(({ task, count }) => [task, count]));
  return [...slices.values()].reduce((sum, count) => sum + count, 0);
}

function byIdAndVersion(a: Violation, b: Violation): number {
  const [one, other] = [a.id ?? '', b.id ?? ''];
  return one < other ? -1 : one > other ? 1 : (a.version ?? 0) - (b.version ?? 0);
}
