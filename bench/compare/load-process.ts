import type { Load, Outcome } from './load.js';
import { Sender } from './sender.js';

/** Sends what the parent process says, and tells it what became of that. */
async function run(load: Load): Promise<Outcome> {
  const senders = Array.from({ length: load.connections }, (_, place) => new Sender(load, place));
  const started = performance.now();
  await Promise.all(senders.map((sender) => sender.work(started + load.seconds * 1000)));
  const seconds = (performance.now() - started) / 1000;
  const refusals = Object.groupBy(
    senders.flatMap((sender) => sender.refusals),
    (reason) => reason,
  );
  const times = Float64Array.from(senders.flatMap((sender) => sender.times)).toSorted();
  const refused = Object.fromEntries(Object.entries(refusals).map(([reason, all]) => [reason, all!.length]));
  if (times.length === 0) throw new Error(`Nothing was answered; refused: ${JSON.stringify(refused)}.`);
  const part = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  const latency = { p50: part(0.5), p95: part(0.95), p99: part(0.99), max: times.at(-1)! };
  return { requests: times.length, seconds, latency, refused };
}

process.once('message', (load) => {
  void run(load as Load)
    .catch((error: Error) => ({ error: error.message }))
    .then((outcome) => process.send!(outcome, () => process.exit()));
});
