import { Client } from 'undici';
import { contestantOf } from './contestant.js';
import type { Load, Outcome } from './load.js';
import { isRight } from './running.js';
import { nextInput } from './workload.js';

/** Sends what the parent process says, and tells it what became of that. */
async function run(load: Load): Promise<Outcome> {
  const started = performance.now();
  const until = started + load.seconds * 1000;
  const times: number[] = [];
  await Promise.all(Array.from({ length: load.connections }, (_, n) => work(load, n, until, times)));
  const seconds = (performance.now() - started) / 1000;
  const sorted = Float64Array.from(times).toSorted();
  const part = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  const latency = { p50: part(0.5), p95: part(0.95), p99: part(0.99), max: sorted.at(-1)! };
  return { requests: times.length, seconds, latency };
}

async function work(load: Load, connection: number, until: number, times: number[]): Promise<void> {
  const { url, token, contestant, workload, inputs, connections } = load;
  const { dialect } = contestantOf(contestant);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const client = new Client(url);
  let input = inputs[connection % inputs.length]!;
  for (let n = connection + connections; performance.now() < until; n += connections) {
    const { path, body } = dialect.ask(workload, input);
    const sent = performance.now();
    const response = await client.request({ method: 'POST', path, headers, body });
    const text = await response.body.text();
    times.push(performance.now() - sent);
    if (!isRight(response.statusCode, text)) throw new Error(`${response.statusCode} ${text.slice(0, 500)}`);
    input = input.changes.length > 0 ? nextInput(input) : inputs[n % inputs.length]!;
  }
  await client.close();
}

process.once('message', (load) => {
  void run(load as Load)
    .catch((error: Error) => ({ error: error.message }))
    .then((outcome) => process.send!(outcome, () => process.exit()));
});
