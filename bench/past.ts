import { parseArgs } from 'node:util';
import { World } from './compare/world.js';
import { type Cost, measurePast } from './past/measure-past.js';

/** As many versions has each record. */
const versionsOfPost = 50;

/** Measures what reading the past costs, in a history and in one that is a hundredth as long. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { versions: { type: 'string', default: '1000000' }, requests: { type: 'string', default: '21' } },
  });
  const few = new Map<string, Cost>();
  for (const versions of [Math.ceil(Number(values.versions) / 100), Number(values.versions)]) {
    const posts = versions / versionsOfPost;
    console.log(`\n${versions} versions of ${posts} posts; median of ${values.requests} requests, one at a time\n`);
    console.log('| | database ms | CPU ms | x now | x few versions | request ms | trips | load of the machine |');
    console.log('|---|---|---|---|---|---|---|---|');
    const world = await World.start({ posts, versions, comments: 0 }, () => undefined);
    try {
      await measurePast(world, Number(values.requests), rows(few));
    } finally {
      await world.stop();
    }
  }
}

/** Tells each cost beside that of the same question now, and of the same in the history before. */
function rows(few: Map<string, Cost>): (cost: Cost) => void {
  let now: Cost | undefined;
  return (cost) => {
    const { title, waited, cpu, took, trips, load, memory } = cost;
    if (title.endsWith(', now')) now = cost;
    const isPast = now !== undefined && title.startsWith(now.title.slice(0, -', now'.length));
    const before = few.get(title);
    few.set(title, cost);
    const cells = [
      memory === undefined ? title : `${title} (${(memory / 2 ** 20).toFixed(0)} MB)`,
      waited.toFixed(1),
      cpu.toFixed(1),
      isPast ? (waited / now!.waited).toFixed(1) : '',
      before ? (waited / before.waited).toFixed(1) : '',
      took.toFixed(1),
      trips,
      load.toFixed(1),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  };
}

await main();
