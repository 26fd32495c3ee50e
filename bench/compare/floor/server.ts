import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import { Pool } from 'pg';
import { destination, pino } from 'pino';
import type { OperationName } from '../dialect.js';
import type { Input } from '../workload.js';
import { Batch } from './batch.js';
import { type Caller, type FloorOperation, floorOperations } from './operations.js';

const { DATABASE_URL: connectionString, AUTH_JWT_SECRET, POOL_SIZE, PORT } = process.env;
const logger = pino(destination(2));
const pool = new Pool({ connectionString, max: Number(POOL_SIZE) });
const key = new TextEncoder().encode(AUTH_JWT_SECRET);
const verified = new Map<string, Caller & { expiresAt: number }>();

/**
 * The floor: node:http and pg, and of all that a server does only what it cannot leave out. A token is verified once for as
 * long as it holds, all statements of a request are prepared and go in one trip, and each request has a line in the log.
 */
const server = createServer(async (request, response) => {
  const started = performance.now();
  const status = await answer(request, response);
  const durationMs = Math.round((performance.now() - started) * 10) / 10;
  logger.info({ method: request.method, path: request.url, status, durationMs }, 'request');
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<number> {
  try {
    const operation = floorOperations[request.url!.slice(1) as OperationName];
    const caller = await callerOf(request.headers.authorization ?? '');
    const body = JSON.stringify(await run(operation, caller, JSON.parse(await textOf(request)) as Input));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
    return 200;
  } catch (error) {
    logger.error({ message: (error as Error).message }, 'failed');
    response.writeHead(500).end();
    return 500;
  }
}

async function run(operation: FloorOperation, caller: Caller, input: Input): Promise<unknown> {
  const client = await pool.connect();
  const batch = new Batch(operation.steps(caller, input));
  try {
    client.query(batch);
    const answered = operation.answer(await batch.rows);
    client.release();
    return answered;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function callerOf(header: string): Promise<Caller> {
  const known = verified.get(header);
  if (known && known.expiresAt > Date.now()) return known;
  const { payload } = await jwtVerify(header.replace(/^Bearer /, ''), key);
  const caller = { tenant: payload['org'] as string, user: payload.sub!, expiresAt: payload.exp! * 1000 };
  verified.set(header, caller);
  return caller;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

server.listen(Number(PORT), '127.0.0.1', () => {
  logger.info({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, 'ready');
});
process.once('SIGTERM', () => process.exit());
