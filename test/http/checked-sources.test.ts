import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CheckedSources } from '../../src/http/limits/checked-sources.js';
import { documentBytes } from '../../src/http/limits/document-bytes.js';
import { usedHeap } from '../support/used-heap.js';

const megabyte = 1024 * 1024;
const mostTokens = 20_000;

/** Remembers a text, and what it is parsed to. */
function remember(sources: CheckedSources, text: string): void {
  sources.check(text);
  sources.noteValid(text, parse(text));
}

it('refuses a document each time it comes', () => {
  const sources = new CheckedSources(2);
  for (let time = 0; time < 3; time++) expect(() => sources.check('{ viewer { id } }')).toThrow('more than 2 tokens');
  expect(sources.bytes).toBe(0);
});

it('remembers one that has passed once, with the document that was noted first', () => {
  const sources = new CheckedSources(mostTokens);
  const text = '{ viewer { id } }';
  sources.check(text);
  expect(sources.validDocument(text)).toBeUndefined();
  const document = parse(text);
  sources.noteValid(text, document);
  const { bytes } = sources;
  remember(sources, text);
  expect(sources.validDocument(text)).toBe(document);
  expect(sources.bytes).toBe(bytes);
});

it('keeps no document that is long, or has more tokens than many that are used', () => {
  const sources = new CheckedSources(mostTokens);
  remember(sources, `{ viewer { id } } # ${' '.repeat(66_000)}`);
  expect(sources.bytes).toBe(0);
  const wide = `{ ${Array.from({ length: 9000 }, (_, n) => `n${n}`).join(' ')} }`;
  remember(sources, wide);
  expect(sources.validDocument(wide)).toBeUndefined();
  expect(sources.bytes).toBeLessThan(megabyte);
});

describe('what is remembered', () => {
  const kinds: Readonly<Record<string, (n: number) => string>> = {
    texts: (n) => `{ a${n}: __typename } # ${'x'.repeat(16_000)}`,
    comments: (n) => `${'#\n'.repeat(2000)}{ a${n}: __typename }`,
    names: (n) => `{ a${n}: __typename ${Array.from({ length: 1000 }, (_, of) => `b${of}`).join(' ')} }`,
    arguments: (n) => `{ a${n}: f(${Array.from({ length: 300 }, (_, of) => `b${of}: [${of}, "c"]`).join(' ')}) }`,
  };

  it.each(Object.keys(kinds))('is counted in bytes, and forgotten where it is most: %s', (kind) => {
    const sources = new CheckedSources(mostTokens);
    const before = usedHeap();
    for (let n = 0; n < 1500; n++) remember(sources, kinds[kind]!(n));
    const taken = usedHeap() - before;
    expect(sources.bytes).toBeLessThanOrEqual(32 * megabyte);
    expect(sources.bytes).toBeGreaterThan(24 * megabyte);
    expect(taken).toBeLessThan(40 * megabyte);
    expect(sources.validDocument(kinds[kind]!(0))).toBeUndefined();
    expect(sources.validDocument(kinds[kind]!(1499))).toBeDefined();
  });

  it('is what was used last', () => {
    const sources = new CheckedSources(mostTokens);
    const often = '{ viewer { id } }';
    remember(sources, often);
    const document = sources.validDocument(often);
    for (let n = 0; n < 1500; n++) {
      remember(sources, kinds['comments']!(n));
      sources.check(often);
    }
    expect(sources.validDocument(often)).toBe(document);
  });
});

it('counts comments as what else a document has', () => {
  expect(documentBytes(parse('#\n'.repeat(100) + '{ a }'))).toBeGreaterThan(100 * 500);
});
