import { constants } from 'node:os';
import { DriverException } from '@mikro-orm/core';
import { describe, expect, it } from 'vitest';
import { sqlState } from '../../../src/versioning/errors/driver-error.js';
import { databaseError } from '../../support/database-error.js';

const looksLikeSqlState = Object.keys(constants.errno).filter((code) => code.length === 5);

describe('a SQLSTATE', () => {
  it('is that of what PostgreSQL said, also as MikroORM copies it and where it is a cause', () => {
    const error = databaseError('duplicate key', '23505');
    expect(sqlState(error)).toBe('23505');
    expect(sqlState(new DriverException(error))).toBe('23505');
    expect(sqlState(new Error('wrapped', { cause: error }))).toBe('23505');
  });

  it.each(looksLikeSqlState)("is none where the operating system's code is %s", (code) => {
    expect(sqlState(Object.assign(new Error('write'), { code, errno: -1, syscall: 'write' }))).toBeUndefined();
  });
});
