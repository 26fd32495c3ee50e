const comma = 1;
const quotes = 2;
/** Shorter texts are taken by their length; an answer cannot hold enough of them for what JSON escapes to matter. */
const shortText = 200;

/** About what the longest numbers and words take. */
const scalarSize = 8;

/**
 * How many bytes a value takes as JSON in UTF-8: exact for long texts, near it for all else.
 *
 * @param enough where counting ends; anything more says only that it is more
 */
export function jsonSize(value: unknown, enough = Infinity): number {
  if (typeof value === 'string') return textSize(value);
  if (typeof value !== 'object' || value === null) return scalarSize;
  let size = quotes;
  const entries: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, item] of entries) {
    if (size > enough) break;
    size += comma + (typeof key === 'string' ? textSize(key) + 1 : 0) + jsonSize(item, enough - size);
  }
  return size;
}

function textSize(text: string): number {
  return text.length <= shortText ? text.length + quotes : Buffer.byteLength(JSON.stringify(text));
}
