import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { driverError } from '../../../src/versioning/errors/driver-error.js';
import { causeOf, errorChain } from '../../../src/versioning/errors/error-chain.js';
import { databaseError } from '../../support/database-error.js';

const driver = databaseError('duplicate key', '23505');

describe('The chain of an error', () => {
  it('goes by causes and by what GraphQL has wrapped', () => {
    const wrapped = new GraphQLError('wrapped', { originalError: new TypeError('inner', { cause: driver }) });
    const outer = new Error('outer', { cause: wrapped });
    expect(errorChain(outer).map(({ message }) => message)).toEqual(['outer', 'wrapped', 'inner', 'duplicate key']);
    expect(driverError(outer)).toBe(driver);
    expect(causeOf(outer, TypeError)?.message).toBe('inner');
    expect(causeOf(outer, RangeError)).toBeUndefined();
  });

  it('ends where causes lead back to one another', () => {
    const first = new Error('first');
    const second = new Error('second', { cause: first });
    first.cause = second;
    expect(errorChain(first)).toEqual([first, second]);
    expect(driverError(first)).toBeUndefined();
    expect(errorChain('no error')).toEqual([]);
  });
});
