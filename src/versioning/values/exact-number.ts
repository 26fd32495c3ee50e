/** https://tc39.es/proposal-json-parse-with-source/, which TypeScript's library does not know yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/**
 * A number of a JSON text that a JavaScript number would round; it stands where the number stood: in what a client sends to
 * be refused by name, in what is stored to come out again as it is written there.
 */
export class InexactNumber {
  constructor(readonly source: string) {}

  toJSON(): unknown {
    return rawJSON(this.source);
  }
}

/**
 * Parses JSON as `JSON.parse` does, but puts an {@link InexactNumber} where a number would be rounded.
 *
 * @throws SyntaxError for what is no JSON
 */
export function parseKeepingNumbers(text: string): unknown {
  return JSON.parse(text, keepExact);
}

/** The third argument carries the number as it was written; TypeScript's library does not know it yet. */
function keepExact(_key: string, value: unknown, context?: { source: string }): unknown {
  if (typeof value !== 'number' || context === undefined) return value;
  return isExactNumber(context.source) ? value : new InexactNumber(context.source);
}

/** A double keeps every number of so many digits that is neither very large nor very small. */
const surelyExact = 15;

const numberForm = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Says whether a JavaScript number keeps the value that a JSON or GraphQL number text names, so that printing it again
 * names the same value: `9007199254740993`, `0.1000000000000000055` and `1e400` are not kept.
 *
 * @param source the number as it was written
 */
export function isExactNumber(source: string): boolean {
  const value = Number(source);
  if (!Number.isFinite(value)) return false;
  const digits = significantDigits(source);
  if (digits === 0 || value === 0) return digits === 0;
  // Nearly every number is short; these are exact without looking further.
  if (digits <= surelyExact && Math.abs(value) > 1e-290 && Math.abs(value) < 1e290) return true;
  return normalForm(source) === normalForm(String(value));
}

/** How many digits a number has between outer zeros. */
function significantDigits(source: string): number {
  let digits = 0;
  let upToLast = 0;
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    // e or E
    if ((code | 0x20) === 0x65) break;
    if (code < 0x30 || code > 0x39 || (digits === 0 && code === 0x30)) continue;
    digits += 1;
    if (code !== 0x30) upToLast = digits;
  }
  return upToLast;
}

/** The same value always in the same words: digits without outer zeros, and the power of ten of the last one. */
function normalForm(source: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] = numberForm.exec(source) ?? [];
  const written = whole + fraction;
  const withoutTail = trimEnd(written);
  const digits = withoutTail.replace(/^0+/, '');
  if (digits === '') return '0';
  const exponent = BigInt(power) - BigInt(fraction.length) + BigInt(written.length - withoutTail.length);
  return `${sign}${digits}e${exponent}`;
}

/** Cuts trailing zeros in one pass; a regular expression would look at each run of inner zeros again. */
function trimEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
