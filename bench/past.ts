import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { readConfig } from '../src/config.js';
import { startServer } from '../src/server.js';
import { World } from './compare/world.js';
import { median } from './median.js';
import { type Question, questionsOf } from './past/question.js';
import { WaitTimer } from './past/wait-timer.js';
import { WireProxy } from './round-trips/wire-proxy.js';
import { Api } from './torture/api.js';

/** As many versions has each record. */
const versionsOfPost = 50;

/** Enough for PostgreSQL to have decided on its plans. */
const warmUps = 8;

const parts = { early: 0.1, 'in the middle': 0.5, late: 0.9 };

/** Measures what reading the past costs, in a history and in one that is a hundredth as long. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { versions: { type: 'string', default: '1000000' }, requests: { type: 'string', default: '21' } },
  });
  for (const versions of [Math.ceil(Number(values.versions) / 100), Number(values.versions)]) {
    console.log(
      `\n${versions} versions of ${versions / versionsOfPost} posts; median of ${values.requests} requests, one at a time\n`,
    );
    console.log('| | database ms | request ms | trips | load of the machine |\n|---|---|---|---|---|');
    await measure(versions, Number(values.requests));
  }
}

async function measure(versions: number, requests: number): Promise<void> {
  const size = { posts: versions / versionsOfPost, versions, comments: 0 };
  const world = await World.start(size, () => undefined);
  const timer = new WaitTimer();
  const proxy = await WireProxy.start(world.url, timer.onMessage, timer.onReady);
  const changeSets = await world.changeSets(Object.values(parts));
  const instants = Object.fromEntries(Object.keys(parts).map((name, n) => [name, changeSets[n]!]));
  const [post] = await world.posts(1);
  const settings = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', POOL_SIZE: '1', MAX_COST: '1000000' };
  const config = readConfig({ ...settings, DATABASE_URL: proxy.url, AUTH_JWT_SECRET: world.secret });
  const server = await startServer(config, { logger: pino({ level: config.logLevel }, pino.destination(2)) });
  try {
    const api = new Api(server.url, world.token);
    for (const question of questionsOf(instants, post!.id)) console.log(await rowOf(question, api, timer, requests));
  } finally {
    await server.stop();
    await proxy.stop();
    await world.stop();
  }
}

async function rowOf({ title, query, variables }: Question, api: Api, timer: WaitTimer, requests: number) {
  for (let n = 0; n < warmUps; n++) await api.ask(query, variables);
  const measured: Record<'waited' | 'trips' | 'took', number>[] = [];
  for (let n = 0; n < requests; n++) {
    const began = performance.now();
    const { waited, trips } = await timer.during(() => api.ask(query, variables));
    measured.push({ waited, trips, took: performance.now() - began });
  }
  const of = (key: 'waited' | 'trips' | 'took') => median(measured.map((one) => one[key]));
  const load = loadavg()[0]!.toFixed(1);
  return `| ${title} | ${of('waited').toFixed(1)} | ${of('took').toFixed(1)} | ${of('trips')} | ${load} |`;
}

await main();
