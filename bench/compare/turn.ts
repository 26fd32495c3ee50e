import type { ContestantName } from './contestant.js';
import { inputsFor } from './inputs.js';
import { type Outcome, send } from './load.js';
import { cpuOf, cpuWithChildren } from './process-usage.js';
import type { Running } from './running.js';
import type { Workload, WorkloadName } from './workload.js';
import type { World } from './world.js';

/** One contestant at one work, for some seconds. */
export interface Turn extends Outcome {
  readonly contestant: ContestantName;
  readonly workload: WorkloadName;
  readonly connections: number;
  readonly round: number;
  /** Seconds of CPU; null where the system does not tell. */
  readonly serverCpu: number | null;
  readonly databaseCpu: number | null;
}

/** What of a turn is run before anybody looks. */
const warmUp = 0.25;

/** Has a contestant warmed up and measured. */
export async function takeTurn(
  running: Running,
  workload: Workload,
  world: World,
  { connections, seconds, round }: { connections: number; seconds: number; round: number },
): Promise<Turn> {
  const { name: contestant } = running.contestant;
  const { url, token } = running;
  const load = { url, token, contestant, workload: workload.name, connections };
  await send({ ...load, seconds: seconds * warmUp, inputs: await inputsFor(running, workload, world, connections) });
  const inputs = await inputsFor(running, workload, world, connections);
  const before = await cpu(running, world);
  const outcome = await send({ ...load, seconds, inputs });
  const after = await cpu(running, world);
  return {
    contestant,
    workload: workload.name,
    connections,
    round,
    ...outcome,
    serverCpu: numberOrNull(after.server - before.server),
    databaseCpu: numberOrNull(after.database - before.database),
  };
}

async function cpu({ pid }: Running, { postmaster }: World) {
  const [server, database] = await Promise.all([cpuOf(pid), cpuWithChildren(postmaster)]);
  return { server, database };
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
