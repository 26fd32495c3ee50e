import { Api } from './api.js';
import { createHotPosts, readPosts } from './hot-posts.js';
import { type ChangeAnswer, Journal } from './journal.js';
import { Planner } from './planner.js';
import { Random } from './random.js';
import { operationOf } from './step.js';
import { type Verdict, verify } from './verify.js';

export interface TortureOptions {
  readonly url: string;
  /** Of an ADMIN, who may read the audit log. */
  readonly token: string;
  readonly clients: number;
  readonly posts: number;
  /** How long the clients work; reading it all back comes on top. */
  readonly seconds: number;
  readonly seed: number;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
  /** Called every few seconds. */
  readonly onProgress?: (journal: Journal, seconds: number) => void;
}

export interface TortureResult extends Verdict {
  readonly journal: Journal;
  /** How long the clients worked. */
  readonly seconds: number;
}

const progressEveryMs = 5000;

/**
 * Lets many clients change few posts at once, each as if it were alone: look, decide, write with the version it saw.
 * Then holds the history against what they were told.
 *
 * @throws Error where the posts cannot be created or read back
 */
export async function runTorture(options: TortureOptions): Promise<TortureResult> {
  const { url, token, seed, clients, seconds, onProgress } = options;
  const api = new Api(url, token);
  const run = `torture-${seed}-${Date.now().toString(36)}`;
  const hot = await createHotPosts(api, run, options.posts);
  const journal = new Journal();
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const isOver = () => elapsed() >= seconds || options.signal?.aborted === true;
  const progress = setInterval(() => onProgress?.(journal, elapsed()), progressEveryMs);
  try {
    const names = Array.from({ length: clients }, (_, n) => n);
    await Promise.all(
      names.map(async (n) => {
        const random = new Random(seed + n * 7919);
        const planner = new Planner(`t${n}`, random, hot.tagIds);
        while (!isOver()) await takeTurn(api, planner, hot.postIds, journal);
      }),
    );
  } finally {
    clearInterval(progress);
  }
  const worked = elapsed();
  return { journal, seconds: worked, ...(await verify(api, hot, journal)) };
}

async function takeTurn(api: Api, planner: Planner, postIds: readonly string[], journal: Journal): Promise<void> {
  const seen = await readPosts(api, planner.choosePosts(postIds));
  if (seen.kind !== 'done') return journal.record([], seen);
  const steps = planner.plan(seen.data);
  const { query, variables } = operationOf(steps);
  journal.record(steps, await api.send<ChangeAnswer>(query, variables));
}
