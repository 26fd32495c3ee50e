import { availableParallelism } from 'node:os';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { asSuperuser } from '../../support/cluster.js';
import { eventually } from '../../support/eventually.js';
import { startSessionServer } from './session-server.js';

/** The real scrypt, which begins when it is let. */
const hashing = vi.hoisted(() => ({ isHeld: false, asked: 0, held: [] as (() => void)[] }));
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  const scrypt = (...of: Parameters<typeof crypto.scrypt>) => {
    hashing.asked += 1;
    if (hashing.isHeld) hashing.held.push(() => crypto.scrypt(...of));
    else crypto.scrypt(...of);
  };
  return { ...crypto, scrypt };
});

beforeEach(() => void (hashing.isHeld = true));
afterEach(release);

function release(): void {
  hashing.isHeld = false;
  for (const begin of hashing.held.splice(0)) begin();
}

const right = { organization: 'acme', email: 'ada@acme.example', password: 'correct horse 7f3a' };
const attackers = ['203.0.113.1', '203.0.113.2'] as const;

async function start(settings: Record<string, string>) {
  hashing.isHeld = false;
  const server = await startSessionServer(settings);
  onTestFinished(() => server.stop());
  await server.addUser(await server.addOrganization('acme'), right.email, right.password);
  Object.assign(hashing, { isHeld: true, asked: 0 });
  const codes: string[] = [];
  const attack = (address: string, count: number) =>
    Array.from({ length: count }, async (_, n) => {
      const input = { ...right, email: `nobody${n}@acme.example` };
      const { errors } = await server.signIn(input, undefined, undefined, address);
      codes.push(errors[0]?.extensions.code ?? 'OK');
    });
  return { server, codes, attack };
}

it('many attempts from some addresses keep nobody of another waiting, and what is refused is not counted', async () => {
  const { server, codes, attack } = await start({ OPERATION_TIMEOUT_MS: '600000' });
  const atOnce = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));
  // Half of the queue is the most of one.
  const attempts = attackers.flatMap((address) => attack(address, 60));
  const taken = 60 * attackers.length - atOnce - 12;
  await eventually(() => expect([hashing.held.length, codes.length]).toEqual([atOnce, taken]));
  expect(new Set(codes)).toEqual(new Set(['RATE_LIMITED']));

  const ada = server.signIn(right, undefined, undefined, '198.51.100.1');
  // The queue is full: she has taken the place of one of them, and goes first.
  await eventually(() => expect(codes).toHaveLength(taken + 1));
  hashing.held.shift()!();
  await eventually(() => expect(codes).toHaveLength(taken + 2));
  await eventually(() => expect(hashing.held).toHaveLength(atOnce));
  hashing.held.pop()!();
  expect((await ada).data?.signIn.viewer.user?.email).toBe(right.email);
  expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(1);

  await eventually(() => expect(hashing.held).toHaveLength(atOnce));
  // Three rows of each attempt that had its turn, of which those of an address share one; four of who signed in.
  const rows = await asSuperuser(server.database.superuserUrl, async (client) => {
    const { rowCount } = await client.query('select from sign_in_attempt');
    return rowCount;
  });
  expect(rows).toBeLessThanOrEqual(3 * (atOnce + 1) + 4);
  release();
  await Promise.all(attempts);
});

it('attempts that wait for a turn end with their operation, and nothing is hashed for them', async () => {
  const { codes, attack } = await start({ OPERATION_TIMEOUT_MS: '4000' });
  const attempts = attack(attackers[0], 7);
  // One is being looked at; the others are told although it is not done.
  await eventually(() => expect(codes).toEqual(Array.from({ length: 6 }, () => 'TIMEOUT')));
  expect(hashing.held).toHaveLength(1);
  release();
  await Promise.all(attempts);
  expect(hashing.asked).toBe(1);
});
