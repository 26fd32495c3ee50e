import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileSink } from '../../console/src/download/file-sink.js';
import { writeLines } from '../../console/src/download/write-lines.js';
import { auditChanges, type AuditEntry } from '../../console/src/model/audit-entry.js';
import { auditFileName, auditFormats } from '../../console/src/model/audit-format.js';
import { auditFilter, auditParameters, auditQuery } from '../../console/src/model/audit-query.js';
import { csvLine } from '../../console/src/model/csv.js';

const entry: AuditEntry = {
  id: '0197f3a0-0000-7000-8000-000000000001',
  occurredAt: '2026-11-27T12:00:00.123456Z',
  action: 'post.update',
  actor: { id: 'a', kind: 'USER', displayName: '=HYPERLINK("http://evil.example","Ada")' },
  entityType: 'Post',
  entityId: '0197f3a0-0000-7000-8000-000000000002',
  version: 2,
  before: { title: 'Ink' },
  after: { title: '=1+1', body: 'one,\n"two"; =3' },
  changeSet: {
    id: 'c',
    reason: 'so;\n-2',
    requestId: null,
    operationName: null,
    source: 'API',
    recordedAt: '2026-11-27T12:00:00Z',
  },
};

/** The cells of a line, by RFC 4180. */
function cellsOf(line: string): string[] {
  expect(line.endsWith('\r\n')).toBe(true);
  const cells = [...`,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/gy)];
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
}

describe('A line of comma separated values', () => {
  const cell = fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '＝', ' ', '\t', '\n', '\r', ';', ',', '"', "'", 'a', '1'),
  });

  it('holds no formula, however a spreadsheet parts it, and every text but for apostrophes before them', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (cells) => {
        const line = csvLine(cells);
        const read = cellsOf(line);
        expect(read.map((text) => text.replaceAll("'", ''))).toEqual(cells.map((text) => text.replaceAll("'", '')));
        expect(read.filter((text) => /^\s*[=+\-@＝]/.test(text))).toEqual([]);
        // Where semicolons part cells, quotes within a line are heeded by nobody.
        const parted = line.split(/[;\t\r\n]/).slice(1);
        expect(parted.filter((text) => /^[ \t]*[=+\-@＝]/.test(text))).toEqual([]);
      }),
    );
    expect(csvLine(['plain', 3, null, 'a,b', '-1', 'say "so"'])).toBe(`plain,3,,"a,b",'-1,"say ""so"""\r\n`);
  });

  it('holds no formula behind what shows nothing, be it one character or many', () => {
    const codes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
    const invisible = [0xad, 0x61c, 0x180e, 0xfeff, 0xe0001, ...codes(0x200b, 0x200f), ...codes(0x202a, 0x202e)];
    for (const code of [0x20, 0xa0, 0x3000, ...invisible, ...codes(0x2060, 0x2069)]) {
      const hidden = String.fromCodePoint(code);
      expect(csvLine([`${hidden} ${hidden}=1`])).toBe(`'${hidden} ${hidden}=1\r\n`);
      expect(csvLine([`a;${hidden}@b`])).toBe(`"a;'${hidden}@b"\r\n`);
      expect(csvLine([`${hidden}a=1`])).toBe(`${hidden}a=1\r\n`);
    }
    const many = '\uFEFF\u2066'.repeat(50_000);
    expect(csvLine([`${many}1`])).toBe(`${many}1\r\n`);
  });
});

describe('A file of audit entries', () => {
  it('is exact as NDJSON, and harmless in a spreadsheet as CSV', () => {
    const { NDJSON, CSV } = auditFormats;
    expect(JSON.parse(NDJSON.line(entry))).toEqual(entry);
    expect(NDJSON.line(entry).split('\n')).toHaveLength(2);
    const names = cellsOf(CSV.head.replace('\uFEFF', ''));
    const cells = Object.fromEntries(cellsOf(CSV.line(entry)).map((cell, n) => [names[n], cell]));
    expect(cells).toMatchObject({
      occurredAt: entry.occurredAt,
      actorName: `'=HYPERLINK("http://evil.example","Ada")`,
      version: '2',
      reason: "so;\n'-2",
      requestId: '',
      before: '{"title":"Ink"}',
    });
    expect(auditFileName(CSV, new Date('2026-11-27T12:00:00.5Z'))).toBe('audit-log-2026-11-27T120000Z.csv');
  });

  it('is written as it comes, holding a chunk at most; what fails leaves none', async () => {
    const written: string[] = [];
    const ends: string[] = [];
    const sink: FileSink = {
      write: async (text) => void written.push(text),
      close: async () => void ends.push('closed'),
      discard: async () => void ends.push('discarded'),
    };
    const line = `${'x'.repeat(9_999)}\n`;
    async function* lines(count: number, failure?: Error) {
      for (let n = 0; n < count; n++) yield line;
      if (failure) throw failure;
    }
    const told: number[] = [];
    await writeLines(
      sink,
      'head\n',
      lines(100),
      (item) => item,
      (count) => told.push(count),
    );
    expect(written.join('')).toBe(`head\n${line.repeat(100)}`);
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(280_000);
    expect(told.at(-1)).toBe(100);
    await writeLines(sink, 'head', lines(0), String, () => {});
    expect(written.at(-1)).toBe('head');
    await expect(writeLines(sink, '', lines(1, new Error('gone')), String, () => {})).rejects.toThrow('gone');
    expect(ends).toEqual(['closed', 'closed', 'discarded']);
  });
});

describe('The audit log', () => {
  it('stands in its address, and asks for no more than that', () => {
    const parameters = { action: 'post.update', actorId: 'a', from: '2026-11-27T12:00:00Z', after: 'cursor' };
    const query = auditQuery(new URLSearchParams(parameters));
    expect(Object.fromEntries(auditParameters(query))).toEqual(parameters);
    const { after: _, ...filter } = parameters;
    expect(auditFilter(query)).toEqual(filter);
    const strange = auditQuery(new URLSearchParams({ from: 'yesterday', to: '', entityId: ' ', password: 'x' }));
    expect(auditFilter(strange)).toEqual({});
  });

  it('says field by field what was and what is', () => {
    expect(auditChanges(entry)).toEqual([
      { field: 'title', before: 'Ink', after: '=1+1' },
      { field: 'body', before: null, after: 'one,\n"two"; =3' },
    ]);
    expect(auditChanges({ before: null, after: null })).toEqual([]);
  });
});
