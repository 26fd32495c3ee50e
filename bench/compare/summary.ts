import { median } from '../median.js';
import type { ContestantName } from './contestant.js';
import type { Figures } from './figures.js';
import type { Turn } from './turn.js';
import type { WorkloadName } from './workload.js';

/** The turns of one contestant at one work with so many connections, over all rounds. */
export interface Summary {
  /** Requests a second: the median, the least and the most. */
  readonly rate: number;
  readonly least: number;
  readonly most: number;
  /** Milliseconds, medians. */
  readonly p50: number;
  readonly p99: number;
  /** Seconds of CPU for 1,000 requests, medians; null where the system does not tell. */
  readonly serverCpu: number | null;
  readonly databaseCpu: number | null;
  /** Requests that were refused, in all rounds. */
  readonly refused: number;
}

/** Undefined where the contestant took no such turn. */
export function summaryOf(
  { turns }: Pick<Figures, 'turns'>,
  contestant: ContestantName,
  workload: WorkloadName,
  connections: number,
): Summary | undefined {
  const own = turns.filter(
    (turn) => turn.contestant === contestant && turn.workload === workload && turn.connections === connections,
  );
  if (own.length === 0) return undefined;
  const rates = own.map(({ requests, seconds }) => requests / seconds);
  const cpu = (kind: 'serverCpu' | 'databaseCpu') =>
    own.some((turn) => turn[kind] === null) ? null : median(own.map((turn) => perThousand(turn, turn[kind]!)));
  return {
    rate: median(rates),
    least: Math.min(...rates),
    most: Math.max(...rates),
    p50: median(own.map(({ latency }) => latency.p50)),
    p99: median(own.map(({ latency }) => latency.p99)),
    serverCpu: cpu('serverCpu'),
    databaseCpu: cpu('databaseCpu'),
    refused: own.flatMap((turn) => Object.values(turn.refused)).reduce((sum, count) => sum + count, 0),
  };
}

function perThousand({ requests }: Turn, seconds: number): number {
  return (seconds / requests) * 1000;
}
