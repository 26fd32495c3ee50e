import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../src/versioning/index.js';
import { SqlState } from '../src/versioning/errors/sql-state.js';
import { Document } from './docs/document.js';

const root = join(import.meta.dirname, '..');
const codes = Object.keys(errorCodes);
const sources = globSync('src/**/*.ts', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(join(root, file), 'utf8'),
}));

/** Where a code can stand in the source: in an error that is made, in an answer, in a table of codes. */
const uses = [
  /new (?:DomainError|AccessRefused)\(\s*'([A-Z_]+)'/g,
  /\bcode: '([A-Z_]+)'/g,
  /\['[A-Z]+_[A-Z_]+', '([A-Z_]{5,})'\]/g,
];
const used = new Set(
  sources.flatMap(({ text }) => uses.flatMap((use) => [...text.matchAll(use)].map(([, code]) => code!))),
);

/** What errors are made with, where that is written out. */
const made = sources.flatMap(({ file, text }) => {
  const plain = text.replaceAll(/\$\{[^{}]*\}/g, '');
  return [...plain.matchAll(/new DomainError\(\s*'([A-Z_]+)',[^;{]*\{([^{}]*)\}/g)].map(([, code, literal]) => ({
    file,
    code: code as keyof typeof errorCodes,
    details: literal!
      .split(',')
      .map((entry) => entry.trim().split(':')[0]!)
      .filter((name) => /^\w+$/.test(name) && name !== 'cause'),
  }));
});

describe('The table of errors', () => {
  it('is in the docs, whole', () => {
    const documented = new Document('docs/errors.md').table('Code');
    const table = Object.entries(errorCodes).map(([code, { sentence, status, details }]) => [
      code,
      sentence,
      String(status),
      details.join(', '),
    ]);
    expect(documented.map(([code, sentence, status, details]) => [code, sentence, status, bare(details!)])).toEqual(
      table,
    );
  });

  it('has all codes that are ever answered', () => {
    expect([...used].filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('has no code that is never answered', () => {
    expect(codes.filter((code) => !used.has(code) && !('sqlStates' in errorCodes[code as 'CONFLICT']))).toEqual([]);
  });

  it('has what errors say besides their messages', () => {
    const unknown = made.flatMap(({ file, code, details }) =>
      details
        .filter((name) => !(errorCodes[code].details as readonly string[]).includes(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(made.filter(({ details }) => details.length > 0).length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });

  it('has the codes of the contract, and those that GraphQL has', () => {
    const contract = `UNAUTHENTICATED FORBIDDEN NOT_FOUND BAD_USER_INPUT CONFLICT ALREADY_EXISTS PLAN_STALE
      QUERY_TOO_COMPLEX RATE_LIMITED UNAVAILABLE TIMEOUT INTERNAL_SERVER_ERROR`;
    expect(codes).toEqual([...contract.split(/\s+/), 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
  });
});

describe('What PostgreSQL says', () => {
  it('has its names in one place', () => {
    const states = Object.values<string>(SqlState);
    const literals = sources
      .filter(({ file }) => !file.endsWith('sql-state.ts'))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/'([0-9A-Z]{5})'/g)].map(([, state]) => ({ file, state: state! })),
      );
    expect(literals.filter(({ state }) => states.includes(state))).toEqual([]);
    expect(new Set(states).size).toBe(states.length);
  });
});

function bare(cell: string): string {
  return cell.replaceAll('`', '');
}
