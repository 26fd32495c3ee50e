import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { HostileRequest } from './hostile-request.js';

/** What became of a hostile request. */
export interface Outcome {
  readonly ms: number;
  readonly megabytes: number;
  /** `OK`, or the codes of its errors. */
  readonly codes: string[];
}

interface Sending {
  readonly url: string;
  readonly token: string;
  readonly request: HostileRequest;
}

const longestRead = 100_000;

/** Sends a request from a thread of its own, so that reading a large answer delays nobody here. */
export async function send(url: string, token: string, request: HostileRequest): Promise<Outcome> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { url, token, request } satisfies Sending });
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  worker.once('message', resolve).once('error', reject);
  return promise;
}

async function sendAll({ url, token, request }: Sending): Promise<Outcome> {
  const started = performance.now();
  const answers = await Promise.all(Array.from({ length: request.times }, () => sendOne(url, token, request)));
  return {
    ms: performance.now() - started,
    megabytes: answers.reduce((sum, { bytes }) => sum + bytes, 0) / 1024 / 1024,
    codes: [...new Set(answers.map(({ code }) => code))],
  };
}

async function sendOne(url: string, token: string, { body, signedIn }: HostileRequest) {
  const headers = { 'content-type': 'application/json', ...(signedIn && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body }).catch((error: Error) => error);
  if (response instanceof Error) return { bytes: 0, code: response.message };
  let bytes = 0;
  let beginning = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (beginning.length < longestRead) beginning += Buffer.from(chunk).toString('latin1');
  }
  return { bytes, code: /"code":"(\w+)"/.exec(beginning)?.[1] ?? 'OK' };
}

if (parentPort) parentPort.postMessage(await sendAll(workerData as Sending), []);
