import { buildSchema, GraphQLError, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { refusalOf } from '../../src/http/errors/format-error.js';

const schema = buildSchema('enum Stage { OPEN WON } type Query { deals(stage: Stage): Int }');

/** As Apollo hands on what validation finds. */
function told(value: string, production: boolean): string[] {
  return validate(schema, parse(`{ deals(stage: ${value}) }`)).map(({ message, nodes }) => {
    const error = new GraphQLError(message, { nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    return refusalOf(error, { production, schema }).message;
  });
}

it('A literal that an enum does not have is refused with those that it has, and in production with none', () => {
  expect(told('WONE', false)).toEqual(['Value "WONE" does not exist in "Stage" enum. The enum "Stage" has OPEN, WON.']);
  expect(told('WONE', true)).toEqual(['Value "WONE" does not exist in "Stage" enum.']);
  expect(told('"secret"', true)).toEqual(['Enum "Stage" cannot represent non-enum value.']);
});
