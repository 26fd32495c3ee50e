import fc from 'fast-check';
import { parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { JSONObjectScalar } from '../../../../src/versioning/graphql/scalars/json-object-scalar.js';
import { JSONScalar } from '../../../../src/versioning/graphql/scalars/json-scalar.js';

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

describe('JSONScalar', () => {
  it('gives every JSON value back as it is', () => {
    const key = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__' && !text.includes('\0'));
    const storable = fc.jsonValue({ stringUnit: 'grapheme' }).filter((value) => {
      const text = JSON.stringify(value);
      return !text.includes('\\u0000') && !text.includes('"__proto__":');
    });
    fc.assert(
      fc.property(storable, key, (value, name) => {
        expect(JSONScalar.parseValue({ [name]: value })).toEqual({ [name]: value });
        expect(JSONScalar.serialize(value)).toBe(value);
      }),
    );
  });

  it.each([
    [
      'a NUL character',
      { a: [{ b: 'x\0y' }] },
      'The value at "JSON.a[0].b" holds a NUL character, which cannot be stored.',
    ],
    [
      'half a surrogate pair',
      ['\ud83d'],
      'The value at "JSON[0]" holds half of a surrogate pair, which is no character.',
    ],
    [
      'a NUL character in a key',
      { a: { 'b\0': 1 } },
      'The value at "JSON.a" has a key that holds a NUL character, which cannot be stored.',
    ],
    [
      'the key __proto__',
      JSON.parse('{"a":{"__proto__":1}}'),
      'The value at "JSON.a" has the key "__proto__", which is not accepted.',
    ],
    ['101 levels', nested(101), /is nested too deeply\.$/],
    ['an infinite number', { a: Infinity }, 'The value at "JSON.a" is no number that JSON has.'],
    ['what JSON has not', { a: 1n }, 'The value at "JSON.a" is no JSON value.'],
  ])('refuses %s and names the place', (_what, value, sentence) => {
    expect(() => JSONScalar.parseValue(value)).toThrow(sentence);
  });

  it('takes 100 levels', () => {
    expect(JSONScalar.parseValue(nested(100))).toEqual(nested(100));
  });

  it('reads literals, with variables inside them', () => {
    const literal = parseValue('{ text: "x", list: [1, -2.5, true, null, $v], none: $missing, o: { a: 1e2 } }');
    expect(JSONScalar.parseLiteral(literal, { v: { deep: 1 } })).toEqual({
      text: 'x',
      list: [1, -2.5, true, null, { deep: 1 }],
      o: { a: 100 },
    });
  });

  it.each([
    ['{ a: 9007199254740993 }', /would be rounded/],
    ['[0.1000000000000000055]', /would be rounded/],
    ['1e999', /would be rounded/],
    ['{ a: "\\u0000" }', /NUL character/],
    ['{ a: DRAFT }', /no bare words/],
    [`${'['.repeat(101)}${']'.repeat(101)}`, /deeper than 100 levels/],
  ])('refuses the literal %s', (text, sentence) => {
    expect(() => JSONScalar.parseLiteral(parseValue(text), null)).toThrow(sentence);
  });
});

describe('JSONObjectScalar', () => {
  it.each([[[]], ['x'], [1], [true], [null]])('refuses %j', (value) => {
    expect(() => JSONObjectScalar.parseValue(value)).toThrow('JSONObject expects a JSON object.');
    expect(() => JSONObjectScalar.parseLiteral(parseValue(JSON.stringify(value)), null)).toThrow(
      'JSONObject expects a JSON object.',
    );
  });

  it('takes objects, as values and as literals', () => {
    expect(JSONObjectScalar.parseValue({ a: [1] })).toEqual({ a: [1] });
    expect(JSONObjectScalar.parseLiteral(parseValue('{ a: [1] }'), null)).toEqual({ a: [1] });
  });

  it('names an array that comes out of the program a mistake of it', () => {
    expect(() => JSONObjectScalar.serialize([])).toThrow(TypeError);
  });
});
