const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const minus = 0x2d;
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);

/** A double keeps every number of so many digits; longer ones are looked at one by one. */
const surelyExactLength = 15;

/** What is known of a JSON text before anything is built of it. */
export interface JsonScan {
  /** Lists, objects, their keys, texts, numbers and words. */
  readonly values: number;
  /** Whether any of its numbers could be rounded. */
  readonly mayRound: boolean;
}

/**
 * Looks once over the bytes of a JSON text. Of what is no JSON it says something too; that is left for the parser.
 *
 * @param mostValues where counting ends: one more says that there are too many
 */
export function scanJson(bytes: Uint8Array, mostValues = Infinity): JsonScan {
  let values = 0;
  let mayRound = false;
  let at = 0;
  while (at < bytes.length && values <= mostValues) {
    const byte = bytes[at]!;
    if (byte === quote) {
      values += 1;
      at = endOfText(bytes, at + 1);
    } else if (opening.has(byte)) {
      values += 1;
      at += 1;
    } else if (byte <= 0x20 || byte === comma || byte === colon || closing.has(byte)) {
      at += 1;
    } else {
      values += 1;
      const end = endOfWord(bytes, at);
      mayRound ||= isNumber(byte) && (end - at > surelyExactLength || hasExponent(bytes, at, end));
      at = end;
    }
  }
  return { values, mayRound };
}

function endOfText(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at + 1;
}

/** A number, `true`, `false` or `null`; it ends where a character of the structure stands. */
function endOfWord(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && isOfWord(bytes[at]!)) at += 1;
  return at;
}

function isOfWord(byte: number): boolean {
  return byte > 0x20 && byte !== comma && byte !== quote && !closing.has(byte) && !opening.has(byte);
}

function isNumber(first: number): boolean {
  return first === minus || (first >= 0x30 && first <= 0x39);
}

function hasExponent(bytes: Uint8Array, from: number, to: number): boolean {
  // e or E
  for (let at = from; at < to; at++) if ((bytes[at]! | 0x20) === 0x65) return true;
  return false;
}
