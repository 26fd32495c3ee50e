import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { AuthError } from './auth-error.js';
import { Queue } from './queue.js';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** One of the settings that OWASP's password storage sheet holds equal; this one takes 16 MiB for each attempt. */
const cost = { logN: 14, r: 8, p: 5 };
const saltBytes = 16;
const hashBytes = 32;
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z\d+/]+={0,2})\$([A-Za-z\d+/]+={0,2})$/;

/**
 * The sheet's costliest setting: 128 MiB and less than twice our time. What asks for more was not made by this program.
 */
const mostWork = 2 ** 20;
const lengths = { least: 8, most: 64 };

/**
 * Hashing keeps a processor busy for about a tenth of a second, and all threads that Node has for files and names of
 * hosts are four. So passwords are hashed on half of the processors and of the threads at most. Who checks a password
 * is nobody yet: those queue apart from the known who set one, and only so many that all are done well within the time
 * of an operation, also where hashing takes half a second.
 */
const atOnce = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));
const changes = new Queue({ atOnce: 1 });

/**
 * The turns to check a password. One is taken before anything is done for it, so that who is refused has cost nothing.
 */
export const passwordChecks = new Queue({ atOnce, longest: 12 });

/** Lengths in characters as people count them: code points. */
export const passwordLength = { least: 8, most: 1024 };

/** A new password that is not accepted; the message says why and never repeats it. */
export class PasswordRefused extends AuthError {
  override readonly name = 'PasswordRefused';
  readonly code = 'BAD_USER_INPUT';
}

/**
 * Hashes a password with scrypt and a new salt.
 *
 * @param password 8 to 1024 characters
 * @param signal ends the waiting for a turn, with its reason
 * @returns algorithm, cost, salt and hash in one string in the style of the PHC string format
 * @throws PasswordRefused for a password that is too short or too long
 */
export async function hashPassword(password: string, signal?: AbortSignal): Promise<string> {
  const length = [...password].length;
  if (length < passwordLength.least || length > passwordLength.most) {
    throw new PasswordRefused(
      `A password needs at least ${passwordLength.least} and at most ${passwordLength.most} characters.`,
    );
  }
  const salt = randomBytes(saltBytes);
  const hash = await changes.run({ of: 'all', signal }, () => scryptOf(password, salt, hashBytes, cost));
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/**
 * Says whether a password is the one that was hashed. It takes as long when there is no hash, so that time does not
 * tell which accounts exist. To be called in a turn of {@link passwordChecks}.
 *
 * @param password what the caller sent
 * @param stored what {@link hashPassword} gave; null or undefined when there is no such account, or it has no password
 * @param onUnusable called where what is stored is no hash that this program makes, or one that costs too much to
 *   check: it is like none
 */
export async function verifyPassword(
  password: string,
  stored: string | null | undefined,
  onUnusable?: () => void,
): Promise<boolean> {
  // No stored password is longer; the cut keeps a hostile one from costing time.
  const candidate = password.slice(0, 4 * passwordLength.most);
  const parsed = typeof stored === 'string' ? parse(stored) : undefined;
  if (!parsed) {
    if (typeof stored === 'string') onUnusable?.();
    await scryptOf(candidate, Buffer.alloc(saltBytes), hashBytes, cost);
    return false;
  }
  const { salt, hash, costOfThen } = parsed;
  const actual = await scryptOf(candidate, salt, hash.length, costOfThen);
  return timingSafeEqual(actual, hash);
}

/** What is stored is not always what was stored here: undefined where it is not in its form, or would cost too much. */
function parse(stored: string): { salt: Buffer; hash: Buffer; costOfThen: typeof cost } | undefined {
  const [, ...parts] = form.exec(stored) ?? [];
  const [logN, r, p] = parts.slice(0, 3).map(Number);
  const [salt, hash] = parts.slice(3).map((part) => Buffer.from(part, 'base64'));
  if (!logN || !r || !p || !salt || !hash) return undefined;
  const isShort = [salt, hash].every(({ length }) => length >= lengths.least && length <= lengths.most);
  // Scrypt is not defined for more rounds than its blocks are long.
  const isBounded = 2 ** logN * r * p <= mostWork && logN < 16 * r;
  return isShort && isBounded ? { salt, hash, costOfThen: { logN, r, p } } : undefined;
}

async function scryptOf(password: string, salt: Buffer, length: number, { logN, r, p }: typeof cost): Promise<Buffer> {
  const N = 2 ** logN;
  // The same characters can be typed in two encodings; the normal form makes them one.
  return derive(password.normalize('NFKC'), salt, length, { N, r, p, maxmem: 256 * N * r });
}
