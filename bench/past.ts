import { parseArgs } from 'node:util';
import { commandLine, wholeNumber } from './command-line.js';
import { World } from './compare/world.js';
import { type Cost, measurePast } from './past/measure-past.js';

/** As many versions has each record. */
const versionsOfPost = 50;

const usage = `npm run past -- [options]

  --versions N   versions in the history of all posts, ${versionsOfPost} each, so that they are rounded up (1000000)
  --requests N   how often each question is asked (21)
  --help         this text`;

function readOptions(): { versions: number; requests: number } | undefined {
  const { values } = parseArgs({
    options: {
      versions: { type: 'string', default: '1000000' },
      requests: { type: 'string', default: '21' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  return {
    versions: wholeNumber('--versions', values.versions),
    requests: wholeNumber('--requests', values.requests),
  };
}

/** Measures what reading the past costs, in a history and in one that is a hundredth as long. */
async function main(): Promise<void> {
  const options = commandLine(usage, readOptions);
  if (!options) return;
  const few = new Map<string, Cost>();
  for (const asked of [options.versions / 100, options.versions]) {
    const posts = Math.ceil(asked / versionsOfPost);
    const versions = posts * versionsOfPost;
    console.log(`\n${versions} versions of ${posts} posts; median of ${options.requests} requests, one at a time\n`);
    console.log('| | database ms | CPU ms | x now | x few versions | request ms | trips | load of the machine |');
    console.log('|---|---|---|---|---|---|---|---|');
    const world = await World.start({ posts, versions, comments: 0 }, () => undefined);
    try {
      await measurePast(world, { posts, requests: options.requests }, rows(few));
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
