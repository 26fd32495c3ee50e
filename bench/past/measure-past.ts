import { loadavg } from 'node:os';
import { pino } from 'pino';
import { readConfig } from '../../src/config.js';
import { startServer } from '../../src/server.js';
import { cpuWithChildren } from '../compare/process-usage.js';
import type { World } from '../compare/world.js';
import { median } from '../median.js';
import { WireProxy } from '../round-trips/wire-proxy.js';
import { Api } from '../torture/api.js';
import { questionsOf } from './question.js';
import { undo } from './undo.js';
import { WaitTimer } from './wait-timer.js';

/** What something has cost, at the median. */
export interface Cost {
  readonly title: string;
  /** Milliseconds that the server waited for the database, and that the client waited for the server. */
  readonly waited: number;
  readonly took: number;
  /** Milliseconds of CPU of all processes of PostgreSQL, on average: what else the machine does is not in it. */
  readonly cpu: number;
  readonly trips: number;
  /** Of the machine meanwhile. */
  readonly load: number;
  /** Bytes that the server's process had more at most than before; only of what changes much. */
  readonly memory?: number;
}

type Dataset = Pick<World, 'url' | 'secret' | 'token' | 'postmaster' | 'changeSets' | 'posts' | 'changeTogether'>;

/** Enough for PostgreSQL to have decided on its plans. */
const warmUps = 8;

const parts = { early: 0.1, 'in the middle': 0.5, late: 0.9 };

const undone = { most: 1000, times: 5 };

/** What is measured on. */
export interface PastOptions {
  /** How many posts there are: at most a thousand of them are changed together, and that undone. */
  readonly posts: number;
  /** How often each is asked. */
  readonly requests: number;
}

/** Asks a server of this process for the past, one request at a time. */
export async function measurePast(
  world: Dataset,
  { posts, requests }: PastOptions,
  onCost: (cost: Cost) => void,
): Promise<void> {
  const records = Math.min(undone.most, posts);
  const timer = new WaitTimer();
  const proxy = await WireProxy.start(world.url, timer.onMessage, timer.onReady);
  const changeSets = await world.changeSets(Object.values(parts));
  const instants = Object.fromEntries(Object.keys(parts).map((name, n) => [name, changeSets[n]!]));
  const [post] = await world.posts(1);
  const settings = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', POOL_SIZE: '1', MAX_COST: '1000000' };
  const config = readConfig({ ...settings, DATABASE_URL: proxy.url, AUTH_JWT_SECRET: world.secret });
  const server = await startServer(config, { logger: pino({ level: config.logLevel }, pino.destination(2)) });
  const api = new Api(server.url, world.token);
  try {
    for (const { title, query, variables } of questionsOf(instants, post!.id)) {
      for (let n = 0; n < warmUps; n++) await api.ask(query, variables);
      onCost(await costOf(title, requests, () => api.ask(query, variables)));
    }
    const changed: string[] = [];
    for (let n = 0; n < undone.times; n++) changed.push(await world.changeTogether(records));
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
    // The latest first: else what came after it is a conflict.
    const cost = await costOf(`plan and undo of ${records} records`, undone.times, () =>
      undo(api, changed.pop()!, records),
    );
    clearInterval(watch);
    onCost({ ...cost, memory: most - before });
  } finally {
    await server.stop();
    await proxy.stop();
  }

  async function costOf(title: string, times: number, work: () => Promise<unknown>): Promise<Cost> {
    const measured: Pick<Cost, 'waited' | 'took' | 'trips'>[] = [];
    const used = await cpuWithChildren(world.postmaster);
    for (let n = 0; n < times; n++) {
      const began = performance.now();
      const { waited, trips } = await timer.during(work);
      measured.push({ waited, trips, took: performance.now() - began });
    }
    const cpu = (((await cpuWithChildren(world.postmaster)) - used) * 1000) / times;
    const of = (key: 'waited' | 'took' | 'trips') => median(measured.map((one) => one[key]));
    return { title, waited: of('waited'), took: of('took'), cpu, trips: of('trips'), load: loadavg()[0]! };
  }
}
