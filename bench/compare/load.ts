import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ContestantName } from './contestant.js';
import type { Input, WorkloadName } from './workload.js';

/** What is to be sent. */
export interface Load {
  readonly url: string;
  readonly token: string;
  readonly contestant: ContestantName;
  readonly workload: WorkloadName;
  readonly connections: number;
  readonly seconds: number;
  /** For what reads, taken in turn by all; for what changes, each connection keeps to one. */
  readonly inputs: readonly Input[];
}

/** What became of it. */
export interface Outcome {
  /** Those with a right answer. */
  readonly requests: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** In milliseconds. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number };
  /** How many got none, by the code of the error or the HTTP status. */
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * Sends requests for a time from a process of its own: on each connection the next as soon as the last is answered.
 *
 * @throws Error where nobody answers, or nothing is answered rightly
 */
export async function send(load: Load): Promise<Outcome> {
  const child = fork(new URL('./load-process.js', import.meta.url), { env: { PATH: process.env.PATH } });
  child.send(load);
  const answer = once(child, 'message').then(([message]) => message as Outcome | { error: string });
  const ended = once(child, 'exit').then(([code]) => ({ error: `The load ended with ${code}.` }));
  const outcome = await Promise.race([answer, ended]);
  if ('error' in outcome) throw new Error(`${load.contestant}, ${load.workload}: ${outcome.error}`);
  await ended;
  return outcome;
}
