import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from './command-line.js';
import { checkAnswers } from './compare/check-answers.js';
import { type Contestant, contestantOf } from './compare/contestant.js';
import { countTraffic, type Trips } from './compare/count-traffic.js';
import { environmentOf, type Figures } from './compare/figures.js';
import { type CompareOptions, readOptions, usage } from './compare/options.js';
import { installPeers } from './compare/peers.js';
import { memoryOf } from './compare/process-usage.js';
import { chartOf } from './compare/report/chart.js';
import { tablesOf } from './compare/report/table.js';
import { Running } from './compare/running.js';
import { takeTurn, type Turn } from './compare/turn.js';
import { type Workload, workloads } from './compare/workload.js';
import { World } from './compare/world.js';

/** Compares this server with others on one database, and writes down the figures. */
async function main(): Promise<void> {
  const options = commandLine(usage, () => readOptions(process.argv.slice(2)));
  if (!options) return;
  const contestants = options.contestants.map(contestantOf);
  if (contestants.some(({ isPeer }) => isPeer)) installPeers();
  console.log(`Writing ${options.versions} versions of ${options.posts} posts and what belongs to them.`);
  const world = await World.start(options, progress());
  try {
    const figures = await compare(options, contestants, world);
    await mkdir(options.out, { recursive: true });
    await writeFile(join(options.out, 'figures.json'), `${JSON.stringify(figures, null, 1)}\n`);
    await writeFile(join(options.out, 'figures.md'), `${tablesOf(figures)}\n`);
    await writeFile(join(options.out, 'figures.svg'), chartOf(figures));
    console.log(`\n${tablesOf(figures)}\n\nAlso in ${options.out}.`);
  } finally {
    await world.stop();
  }
}

async function compare(options: CompareOptions, contestants: readonly Contestant[], world: World): Promise<Figures> {
  const works = workloads.filter(({ name }) => options.workloads.includes(name));
  const trips: Trips[] = [];
  for (const contestant of contestants) trips.push(...(await countTraffic(contestant, works, world)));
  const running: Running[] = [];
  try {
    for (const contestant of contestants) running.push(await Running.start(contestant, world));
    const idle = await Promise.all(running.map(({ pid }) => memoryOf(pid)));
    for (const workload of works) await checkAnswers(running, workload, world);
    console.log('All answers are the same.');
    const turns = await takeTurns(options, works, running, world);
    const after = await Promise.all(running.map(({ pid }) => memoryOf(pid)));
    const memory = contestants.map(({ name }, n) => ({
      contestant: name,
      ...(idle[n] && { idle: idle[n] }),
      ...(after[n] && { after: after[n] }),
    }));
    const { size } = world;
    const environment = environmentOf(await world.postgres());
    return { environment, options, size, trips, memory, turns, verified: await world.verify() };
  } finally {
    for (const one of running) await one.stop();
  }
}

/** In turns, so that whatever else the machine does meets everybody; who begins changes with each round. */
async function takeTurns(
  { rounds, connections, seconds }: CompareOptions,
  works: readonly Workload[],
  running: readonly Running[],
  world: World,
): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let round = 1; round <= rounds; round++) {
    await world.tidy();
    for (const workload of works) {
      const able = running.filter(({ contestant }) => contestant.dialect.knows(workload.name));
      for (const count of connections) {
        const order = able.map((_, n) => able[(n + round) % able.length]!);
        for (const one of order) {
          const turn = await takeTurn(one, workload, world, { connections: count, seconds, round });
          turns.push(turn);
          const rate = (turn.requests / turn.seconds).toFixed(0);
          const refused = Object.keys(turn.refused).length > 0 ? `, refused ${JSON.stringify(turn.refused)}` : '';
          console.log(`${round} ${workload.title}, ${count} at once: ${one.contestant.title} ${rate}/s${refused}`);
        }
      }
    }
  }
  return turns;
}

/** Says how far the filling is, now and then. */
function progress(): (part: number) => void {
  let said = 0;
  return (part) => {
    if (part < said + 0.1) return;
    said = part;
    console.log(`${(part * 100).toFixed(0)} %`);
  };
}

await main();
