const comma = 1;
const quotes = 2;
/** Shorter texts are taken by their length; an answer cannot hold enough of them for what JSON escapes to matter. */
const shortText = 200;

/** About what the longest numbers and words take. */
const scalarSize = 8;

/** What each value, and each key of an object, adds to the work: about as long as so many bytes of a text take. */
const valueWork = 40;
const keyWork = 200;

/** How large a JSON value is. */
export interface JsonSize {
  /** As JSON in UTF-8: exact for long texts, near it for all else. */
  readonly bytes: number;
  /** What making, walking and printing it costs, in bytes: those of the text, more for each value and key. */
  readonly work: number;
}

/**
 * Measures a value that is to be written as JSON.
 *
 * @param enough work at which measuring ends; anything more says only that it is more
 */
export function jsonSize(value: unknown, enough = Infinity): JsonSize {
  const size = { bytes: 0, work: 0 };
  measure(value, size, enough);
  return size;
}

/**
 * Looks once over a JSON text, before anything is made of it.
 *
 * @returns what parsing it costs more than its bytes, see {@link JsonSize}, and how deep lists and objects stand in
 *   each other
 */
export function measureJson(text: string): { more: number; depth: number } {
  let values = 1;
  let keys = 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfText(text, at + 1);
        break;
      case '[':
      case '{':
        values += 1;
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case ']':
      case '}':
        depth -= 1;
        break;
      case ',':
        values += 1;
        break;
      case ':':
        keys += 1;
        break;
    }
  }
  return { more: values * valueWork + keys * keyWork, depth: deepest };
}

function measure(value: unknown, size: { bytes: number; work: number }, enough: number): void {
  if (typeof value !== 'object' || value === null) {
    add(size, typeof value === 'string' ? textSize(value) : scalarSize, valueWork);
    return;
  }
  add(size, quotes, valueWork);
  if (Array.isArray(value)) {
    for (const item of value) {
      if (size.work > enough) return;
      add(size, comma, 0);
      measure(item, size, enough);
    }
    return;
  }
  for (const key of Object.keys(value)) {
    if (size.work > enough) return;
    add(size, comma + textSize(key) + 1, keyWork);
    measure((value as Record<string, unknown>)[key], size, enough);
  }
}

function add(size: { bytes: number; work: number }, bytes: number, more: number): void {
  size.bytes += bytes;
  size.work += bytes + more;
}

function textSize(text: string): number {
  return text.length <= shortText ? text.length + quotes : Buffer.byteLength(JSON.stringify(text));
}

function endOfText(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
