import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { commandLine, wholeNumber } from './command-line.js';
import { median } from './median.js';
import { World } from './net-cost/world.js';

const usage = `npm run sealing-cost -- [options]

  --pairs N     pairs of turns, with sealing and without (40)
  --updates N   updates of a turn (400)
  --help        this text`;

function readOptions(): { pairs: number; updates: number } | undefined {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '40' },
      updates: { type: 'string', default: '400' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  return { pairs: wholeNumber('--pairs', values.pairs), updates: wholeNumber('--updates', values.updates) };
}

/**
 * Measures what it costs those who change something that the changes of others are sealed meanwhile. Many pairs of short
 * turns, of which every other begins without: what else the machine does meets both.
 */
async function main(): Promise<void> {
  const options = commandLine(usage, readOptions);
  if (!options) return;
  const { pairs, updates } = options;
  const world = await World.start(0);
  try {
    await world.updatesPerSecond(updates);
    const ratios: number[] = [];
    for (let pair = 1; pair <= pairs; pair++) {
      const { on, off } = await ratesOf(world, updates, pair % 2 === 0 ? ['on', 'off'] : ['off', 'on']);
      ratios.push(on / off);
      console.log(`${pair}  ${on.toFixed(0)} updates/s with sealing, ${off.toFixed(0)} without`);
    }
    const [least, most] = quartersOf(ratios);
    const middle = `half of the pairs between ${least.toFixed(2)} and ${most.toFixed(2)}`;
    const load = `load ${loadavg()[0]!.toFixed(1)}`;
    console.log(`with sealing ${median(ratios).toFixed(2)} x the updates without at the median; ${middle}; ${load}`);
  } finally {
    await world.stop();
  }
}

async function ratesOf(world: World, updates: number, turns: readonly ('on' | 'off')[]) {
  const rates = { on: 0, off: 0 };
  for (const sealing of turns) {
    if (sealing === 'off') await world.pauseSealing();
    rates[sealing] = await world.updatesPerSecond(updates);
    if (sealing === 'off') await world.resumeSealing();
  }
  return rates;
}

/** Between which values the middle half is. */
function quartersOf(values: readonly number[]): [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)]!;
  return [at(0.25), at(0.75)];
}

await main();
