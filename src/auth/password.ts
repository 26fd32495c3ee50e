import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { Queue } from './queue.js';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** One of the settings that OWASP's password storage sheet holds equal; this one takes 16 MiB for each attempt. */
const cost = { logN: 14, r: 8, p: 5 };
const saltBytes = 16;
const hashBytes = 32;
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+={0,2})\$([\w+/]+={0,2})$/;

/**
 * Hashing keeps a processor busy for about a tenth of a second, and all threads that Node has for files and names of hosts
 * are four. So passwords are hashed on half of the processors and of the threads at most. Who checks a password is nobody
 * yet: those queue apart from the known who set one, and only so many.
 */
const atOnce = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));
const checks = new Queue(atOnce, 50);
const changes = new Queue(1);

/** Lengths in characters as people count them: code points. */
export const passwordLength = { least: 8, most: 1024 };

/** A new password that is not accepted; the message says why and never repeats it. */
export class PasswordRefused extends Error {
  override readonly name = 'PasswordRefused';
}

/**
 * Hashes a password with scrypt and a new salt.
 *
 * @param password 8 to 1024 characters
 * @returns algorithm, cost, salt and hash in one string in the style of the PHC string format
 * @throws PasswordRefused for a password that is too short or too long
 */
export async function hashPassword(password: string): Promise<string> {
  const length = [...password].length;
  if (length < passwordLength.least || length > passwordLength.most) {
    throw new PasswordRefused(
      `A password needs at least ${passwordLength.least} and at most ${passwordLength.most} characters.`,
    );
  }
  const salt = randomBytes(saltBytes);
  const hash = await changes.run(() => scryptOf(password, salt, hashBytes, cost));
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/**
 * Says whether a password is the one that was hashed. It takes as long when there is no hash, so that time does not
 * tell which accounts exist.
 *
 * @param password what the caller sent
 * @param stored what {@link hashPassword} gave; null or undefined when there is no such account, or it has no password
 * @throws QueueFull when too many are being checked; Error when the stored hash is not in its form
 */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  // No stored password is longer; the cut keeps a hostile one from costing time.
  const candidate = password.slice(0, 4 * passwordLength.most);
  if (stored === null || stored === undefined) {
    await checks.run(() => scryptOf(candidate, Buffer.alloc(saltBytes), hashBytes, cost));
    return false;
  }
  const [, logN, r, p, salt, hash] = form.exec(stored) ?? [];
  if (!salt || !hash) throw new Error('A stored password hash is not in its form.');
  const expected = Buffer.from(hash, 'base64');
  const costOfThen = { logN: Number(logN), r: Number(r), p: Number(p) };
  const actual = await checks.run(() => scryptOf(candidate, Buffer.from(salt, 'base64'), expected.length, costOfThen));
  return timingSafeEqual(actual, expected);
}

async function scryptOf(password: string, salt: Buffer, length: number, { logN, r, p }: typeof cost): Promise<Buffer> {
  const N = 2 ** logN;
  // The same characters can be typed in two encodings; the normal form makes them one.
  return derive(password.normalize('NFKC'), salt, length, { N, r, p, maxmem: 256 * N * r });
}
