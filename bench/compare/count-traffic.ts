import { TrafficCounter } from '../round-trips/traffic.js';
import { WireProxy } from '../round-trips/wire-proxy.js';
import type { Contestant, ContestantName } from './contestant.js';
import { inputsFor } from './inputs.js';
import { Running } from './running.js';
import { nextInput, type Workload, type WorkloadName } from './workload.js';
import type { World } from './world.js';

/** What one request costs at the wire between server and database. */
export interface Trips {
  readonly contestant: ContestantName;
  readonly workload: WorkloadName;
  readonly roundTrips: number;
  readonly executions: number;
}

const times = 5;

/** Counts it, of a server of its own, with nothing else to do and all that it keeps prepared. */
export async function countTraffic(
  contestant: Contestant,
  workloads: readonly Workload[],
  world: World,
): Promise<Trips[]> {
  const traffic = new TrafficCounter();
  const proxy = await WireProxy.start(world.url, traffic.onMessage, traffic.onReady);
  const running = await Running.start(contestant, { ...world, url: proxy.url });
  try {
    const trips: Trips[] = [];
    for (const workload of workloads.filter(({ name }) => contestant.dialect.knows(name))) {
      let [input] = await inputsFor(running, workload, world, 1);
      let least: Omit<Trips, 'contestant' | 'workload'> | undefined;
      for (let n = 0; n < times; n++) {
        const { roundTrips, executions } = await traffic.during(() => running.ask(workload.name, input!));
        // Where a job came in between, or a connection was new, there were more.
        if (!least || roundTrips <= least.roundTrips) least = { roundTrips, executions };
        input = nextInput(input!);
      }
      trips.push({ contestant: contestant.name, workload: workload.name, ...least! });
    }
    return trips;
  } finally {
    await running.stop();
    await proxy.stop();
  }
}
