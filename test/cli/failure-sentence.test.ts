import { describe, expect, it } from 'vitest';
import { failureSentence } from '../../src/cli/failure-sentence.js';
import { entityNames } from '../../src/versioning/graphql/declaration/entity-names.js';
import { databaseError } from '../support/database-error.js';

const withCode = (code: string, path?: string) => Object.assign(new Error('in the words of a library'), { code, path });

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('what stops a command', () => {
  it.each([
    ['53100', 'The disk of the database is full; make room, then try again.'],
    ['25006', 'The database is read-only, as a standby is; name the one that is written to.'],
    ['57P01', 'The database was shut down meanwhile; try again when it runs.'],
    ['08006', 'The connection to the database was lost; try again.'],
    ['ECONNRESET', 'The connection to the database was lost; try again.'],
  ])('%s is one sentence, however deep it is wrapped', (code, sentence) => {
    const wrapped = new Error('outer', {
      cause: new Error('inner', { cause: code.startsWith('E') ? withCode(code) : databaseError('refused', code) }),
    });
    expect(failureSentence(wrapped)).toBe(sentence);
  });

  it.each([
    ['ENOSPC', '/data/auth-secret cannot be written or read: there is no space left.'],
    ['EROFS', '/data/auth-secret cannot be written or read: the file system is read-only.'],
    ['EACCES', '/data/auth-secret cannot be written or read: this account may not.'],
  ])('%s names the file', (code, sentence) => {
    expect(failureSentence(withCode(code, '/data/auth-secret'))).toBe(sentence);
  });

  it('is one sentence where an entity cannot be as it is declared', () => {
    const patient = { name: 'Patient' } as never;
    expect(failureSentence(thrownBy(() => entityNames(patient)))).toBe('Patient is not mapped with @Versioned().');
  });

  it('is shown as a whole where it is a bug', () => {
    expect(failureSentence(new TypeError('x is not a function'))).toBeUndefined();
    expect(failureSentence(databaseError('refused', '42601'))).toBeUndefined();
  });
});
