import { commandLine, noOptions } from './command-line.js';
import { median } from './median.js';
import { World } from './net-cost/world.js';

const rounds = 5;
const updates = 400;
const rows = 10_000;

const usage = `npm run net-cost: what the triggers cost that record what bypasses the API. Two servers, one with them and one without,
each on a PostgreSQL of its own, in turn make ${updates} updates through the API and one UPDATE of ${rows} rows by SQL, ${rounds} times;
then the medians are printed.`;

/** Measures what the triggers cost, with and without them in turn: changes through the API, and one UPDATE by SQL. */
async function main(): Promise<void> {
  if (!commandLine(usage, noOptions)) return;
  const worlds = { with: await World.start(rows), without: await World.start(rows) };
  try {
    await worlds.without.removeNet();
    const measured = {
      api: { with: [] as number[], without: [] as number[] },
      sql: { with: [] as number[], without: [] as number[] },
    };
    for (const world of Object.values(worlds)) await world.updatesPerSecond(updates);
    for (let round = 1; round <= rounds; round++) {
      for (const net of ['with', 'without'] as const) {
        const rate = await worlds[net].updatesPerSecond(updates);
        const seconds = await worlds[net].secondsOfOneUpdate();
        measured.api[net].push(rate);
        measured.sql[net].push(seconds);
        console.log(
          `${round} ${net.padEnd(7)}  ${rate.toFixed(0)} updates/s by the API, ${seconds.toFixed(2)} s for ${rows} rows by SQL`,
        );
      }
    }
    const api = { with: median(measured.api.with), without: median(measured.api.without) };
    const sql = { with: median(measured.sql.with), without: median(measured.sql.without) };
    console.log(
      `median: the API makes ${api.with.toFixed(0)} updates/s with triggers, ${api.without.toFixed(0)} without (${(api.with / api.without).toFixed(2)} x)`,
    );
    console.log(
      `median: one UPDATE of ${rows} rows takes ${sql.with.toFixed(2)} s with triggers, ${sql.without.toFixed(2)} s without (${(sql.with / sql.without).toFixed(0)} x, ${((sql.with / rows) * 1000).toFixed(2)} ms a row)`,
    );
  } finally {
    for (const world of Object.values(worlds)) await world.stop();
  }
}

await main();
