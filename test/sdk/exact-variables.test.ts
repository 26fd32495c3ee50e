import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactVariables } from '../../sdk/src/exact-variables.js';

class Form {
  readonly title = 'x';
}

describe('variables', () => {
  it.each([
    ['NaN', Number.NaN, 'NaN, which JSON cannot hold.'],
    ['an infinity', -Infinity, '-Infinity, which JSON cannot hold.'],
    ['a bigint', 1n, 'a bigint; give it as a string.'],
    ['a date that is none', new Date('garbage'), 'an invalid Date.'],
    ['a map', new Map([['a', 1]]), 'an instance of Map; give a plain object or list.'],
    ['a set', new Set([1]), 'an instance of Set; give a plain object or list.'],
    ['bytes', new Uint8Array(2), 'an instance of Uint8Array; give a plain object or list.'],
    ['what was not awaited', Promise.resolve(1), 'an instance of Promise; give a plain object or list.'],
    ['an error', new Error('x'), 'an instance of Error; give a plain object or list.'],
    ['an instance of a class', new Form(), 'an instance of Form; give a plain object or list.'],
    ['a function', () => 1, 'a function, which JSON cannot hold.'],
    ['a symbol', Symbol('x'), 'a symbol, which JSON cannot hold.'],
  ])('are refused where one is %s, by its place', (_, value, problem) => {
    const refusal = (variables: object) => {
      try {
        return exactVariables(variables);
      } catch (error) {
        return error;
      }
    };
    const same = { value };
    expect(refusal({ value })).toEqual(new TypeError(`The variable value is ${problem}`));
    expect(refusal({ a: [same, 1, { b: [[same]] }] })).toEqual(new TypeError(`The variable a[0].value is ${problem}`));
    expect(refusal({ input: { list: [1, { deep: value }] } })).toEqual(
      new TypeError(`The variable input.list[1].deep is ${problem}`),
    );
  });

  it('are refused where a list has a hole, and where they are none at all', () => {
    // eslint-disable-next-line no-sparse-arrays
    expect(() => exactVariables({ a: [1, , 2] })).toThrow('The variable a[1] is undefined, which a list cannot hold.');
    expect(() => exactVariables(new Map())).toThrow('The variables are an instance of Map');
  });

  it('are as JSON has them otherwise', () => {
    const day = new Date('2026-11-21T21:51:31.123Z');
    const foreign: unknown = runInNewContext('({ a: [1, { b: null }] })');
    const bare = Object.assign(Object.create(null) as object, { c: 1 });
    expect(exactVariables({ day, absent: undefined, foreign, bare })).toBe(
      '{"day":"2026-11-21T21:51:31.123Z","foreign":{"a":[1,{"b":null}]},"bare":{"c":1}}',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (variables) => {
        expect(exactVariables(variables)).toBe(JSON.stringify(variables));
      }),
    );
  });
});
