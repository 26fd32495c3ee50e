import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../src/versioning/index.js';

const root = join(import.meta.dirname, '..');

/** What docs/errors.md says of each code. */
const documented = new Map(
  [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `?([A-Z_]{5,})`? \| ([^|]+) \|$/gm)].map(
    ([, code, sentence]) => [code!, sentence!],
  ),
);

/** Codes that the library has and we pass on. */
const passedOn = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'];

/** Codes that are kept for what is not there yet: plans to undo a change set. */
const reserved = ['PLAN_STALE'];

/** Where a code can stand in the source: in an error that is made, in an answer, in a table of codes. */
const uses = [
  /new (?:DomainError|AccessRefused)\(\s*'([A-Z_]+)'/g,
  /\bcode: '([A-Z_]+)'/g,
  /\['(?:[\dA-Z]{5}|[A-Z]+_[A-Z_]+)', '([A-Z_]{5,})'\]/g,
];

const used = new Set(
  globSync('src/**/*.ts', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return uses.flatMap((use) => [...text.matchAll(use)].map(([, code]) => code!));
  }),
);

describe('The table of errors', () => {
  it.each(Object.entries(errorCodes))('is in the docs with its sentence: %s', (code, sentence) => {
    expect(documented.get(code)).toBe(sentence);
  });

  it('has all codes that are ever answered', () => {
    expect([...used].filter((code) => !documented.has(code))).toEqual([]);
    expect([...used].filter((code) => !(code in errorCodes) && !passedOn.includes(code))).toEqual([]);
  });

  it('has no code that is never answered', () => {
    const known = [...Object.keys(errorCodes), ...passedOn];
    expect(known.filter((code) => !used.has(code))).toEqual(reserved);
    expect([...documented.keys()].filter((code) => code in errorCodes || passedOn.includes(code))).toEqual(known);
  });

  it('has the codes of the contract', () => {
    const contract = `UNAUTHENTICATED FORBIDDEN NOT_FOUND BAD_USER_INPUT CONFLICT ALREADY_EXISTS PLAN_STALE
      QUERY_TOO_COMPLEX RATE_LIMITED UNAVAILABLE TIMEOUT INTERNAL_SERVER_ERROR`;
    expect(Object.keys(errorCodes)).toEqual(contract.split(/\s+/));
  });
});
