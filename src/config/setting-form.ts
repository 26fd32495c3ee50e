import { Cron } from 'croner';
import { isIP } from 'node:net';
import { z } from 'zod';

/** A number of digits alone. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be between ${minimum} and ${maximum}`);

/** Where a database is, and as whom to connect. */
export const postgresUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    error: 'must look like postgresql://user:password@host:5432/database',
    // What follows reads it as a URL.
    abort: true,
  })
  .refine(isDecodable, { error: 'must have its special characters written as %40 and the like', abort: true })
  .refine((value) => new URL(value).username !== '', 'must name the user to connect as')
  .refine((value) => new URL(value).pathname.length > 1, 'must name the database');

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** What stands between the commas of a list. */
export function entriesOf(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Whether it is an address, or a network like 10.0.0.0/8. */
export function isNetwork(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const family = isIP(address);
  return (
    family !== 0 &&
    rest.length === 0 &&
    (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
  );
}

/** Whether it is an origin as browsers name it: no path, no default port, in lower case. */
export function isOrigin(entry: string): boolean {
  return /^https?:/.test(entry) && URL.canParse(entry) && new URL(entry).origin === entry;
}

/** A rule of an entity and its limit: Post.trashDays=30. */
export const retentionEntry = /^([A-Za-z]\w*)\.([A-Za-z]\w*)=(-?\d+|forever)$/;

/** Whether it is five fields of cron, and there is a moment that they name. */
export function isSchedule(expression: string): boolean {
  if (!/^\S+( \S+){4}$/.test(expression)) {
    return false;
  }
  try {
    return new Cron(expression, { mode: '5-part', timezone: 'UTC' }).nextRun() !== null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}

export const megabyte = 1024 * 1024;
/** At least one, at most a day. */
export const milliseconds = wholeNumber(1, 86_400_000);
